import type { Text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { codes, type Code } from './codes.js';

/** A diagnostic with the severity that belongs to its code. `line` counts from 1. */
export const finding = (code: Code, line: number, message: Text): Diagnostic => ({
  code,
  severity: codes[code][0] === 'spec' ? 'error' : 'warning',
  line,
  message,
});
