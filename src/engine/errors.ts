import { english, type Text } from './text.js';

/** What the person can do about a {@link HumanError}; each surface maps it to a button or a hint. */
export type Remedy =
  | 'configure-model'
  | 'set-api-key'
  | 'test-connection'
  | 'open-settings'
  | 'open-folder'
  | 'trust-workspace'
  | 'show-log'
  | 'show-conflict'
  | 'retry';

/** A mistake or situation the person can mend. Anything else that is thrown is a bug and is logged with its stack. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
  constructor(
    readonly text: Text,
    readonly remedy?: Remedy,
    options?: ErrorOptions,
  ) {
    super(english(text), options);
  }
}

/** The model cannot take a conversation as long as this one. */
export class TooLongError extends HumanError {}

/** Thrown by everything that was stopped by its `AbortSignal`. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('cancelled');
  }
}

/** @throws {CancelledError} when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}
