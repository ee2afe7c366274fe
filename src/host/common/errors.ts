import { CancelledError, type HumanError } from '../../engine/errors.js';

/** By name and shape: the lazily loaded chunk of the model client carries its own copy of the class. */
export const isHumanError = (error: unknown): error is HumanError =>
  error instanceof Error && error.name === 'HumanError' && 'text' in error;

/** What was stopped on purpose, by us, by VS Code or by a fetch. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof CancelledError ||
  (error instanceof Error && ['CancelledError', 'Canceled', 'AbortError'].includes(error.name));
