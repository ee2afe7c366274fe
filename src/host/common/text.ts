import * as vscode from 'vscode';
import type { Text } from '../../engine/text.js';

/** A {@link Text} of the engine in the language of the window. */
export const localize = (value: Text): string => vscode.l10n.t(value.key, ...value.args);
