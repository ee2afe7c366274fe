import { createInterface } from 'node:readline/promises';
import { CancelledError } from '../engine/errors.js';
import type { CliContext } from './context.js';
import { t } from './l10n.js';

/** Whether a question can be put to somebody. */
export const canAsk = (context: CliContext): boolean => context.input.isTTY && !context.output.json;

/** Asks at the terminal; anything but yes is no. @throws {CancelledError} on Ctrl+C */
export async function agrees(context: CliContext, question: string): Promise<boolean> {
  const terminal = createInterface({ input: context.input, output: process.stderr });
  // With a terminal of its own, readline takes Ctrl+C for itself.
  terminal.on('SIGINT', () => terminal.close());
  try {
    const answer = await Promise.race([
      terminal.question(`${question} ${t('[y]es, [n]o')}? `, { signal: context.signal }),
      new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined))),
    ]);
    if (answer === undefined) throw new CancelledError();
    return ['y', 'yes', '예'].includes(answer.trim().toLowerCase());
  } catch (error) {
    if (context.signal.aborted) throw new CancelledError();
    throw error;
  } finally {
    terminal.close();
  }
}
