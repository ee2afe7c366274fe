import type { LogOutputChannel } from 'vscode';
import type { Logger } from '../../engine/ports.js';

/** The engine's {@link Logger} on the output channel "Memento". */
export const createLogger = (channel: LogOutputChannel): Logger => ({
  info: (message) => channel.info(message),
  warn: (message) => channel.warn(message),
  error: (message, error) => channel.error(error === undefined ? message : `${message}: ${stackOf(error)}`),
});

/** Stack of an error, its causes included. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? String(error);
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
