import { CancelledError, HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';

/** How a worker ends that could not do its work. */
export interface Failure {
  readonly type: 'failed';
  /** For the person where `human` is set, else with its stack. */
  readonly message: string;
  readonly human: boolean;
  readonly cancelled: boolean;
}

/** The same error on this side of the thread. */
export function errorOf({ message, human, cancelled }: Failure): Error {
  if (cancelled) return new CancelledError();
  return human ? new HumanError(text('{0}', message)) : new Error(message);
}
