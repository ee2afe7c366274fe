import { createInterface } from 'node:readline/promises';
import { CancelledError } from '../engine/errors.js';

/**
 * One answer typed at the terminal.
 * @throws {CancelledError} on Ctrl+C and Ctrl+D, which a terminal hands to whoever reads it, and when the signal fires
 */
export async function ask(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<string> {
  const terminal = createInterface({ input, output });
  const closed = new Promise<never>((_resolve, reject) => {
    terminal.once('close', () => reject(new CancelledError()));
  });
  try {
    const answer = terminal.question(question, { signal }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError') throw new CancelledError();
      throw error;
    });
    return (await Promise.race([answer, closed])).trim();
  } finally {
    closed.catch(() => undefined);
    terminal.close();
  }
}
