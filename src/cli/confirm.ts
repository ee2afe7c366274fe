import { ask } from './ask.js';
import type { CliContext } from './context.js';
import { t } from './l10n.js';

/** Whether a question can be put to somebody. */
export const canAsk = (context: CliContext): boolean => context.input.isTTY && !context.output.json;

/** Asks at the terminal; anything but yes is no. @throws {CancelledError} on Ctrl+C */
export async function agrees({ input, signal }: CliContext, question: string): Promise<boolean> {
  const answer = await ask(`${question} ${t('[y]es, [n]o')}? `, input, process.stderr, signal);
  return ['y', 'yes', '예'].includes(answer.toLowerCase());
}
