import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CancelledError, HumanError, throwIfCancelled } from '../../errors.js';
import { text } from '../../text.js';

export interface Hit {
  /** Counts from 1. */
  readonly line: number;
  /** The line, or its part around the match. */
  readonly text: string;
}

/** Finds lines in one file's text at a time. */
export interface Matcher {
  /**
   * @param room most hits to return
   * @param ms how long it may take; longer is answered by `undefined`, and the matcher is then used up
   * @throws {CancelledError} when the signal fires; the matcher is then used up too
   */
  find(content: string, room: number, ms: number, signal: AbortSignal): Promise<readonly Hit[] | undefined>;
  dispose(): Promise<void>;
}

const maxLine = 300;
const lead = 100;

/** Finds plain text. */
export const textMatcher = (query: string): Matcher => ({
  find: (content, room) => Promise.resolve(findText(content, query, room)),
  dispose: () => Promise.resolve(),
});

function findText(content: string, query: string, room: number): Hit[] {
  const hits: Hit[] = [];
  let [line, counted] = [1, 0];
  let at = content.indexOf(query);
  while (at >= 0 && hits.length < room) {
    for (let end = content.indexOf('\n', counted); end >= 0 && end < at; end = content.indexOf('\n', counted)) {
      line++;
      counted = end + 1;
    }
    const end = content.indexOf('\n', at);
    const whole = content.slice(counted, end < 0 ? undefined : end);
    hits.push({ line, text: around(whole, at - counted) });
    at = end < 0 ? -1 : content.indexOf(query, end + 1);
  }
  return hits;
}

const around = (line: string, at: number): string => {
  const start = line.length <= maxLine ? 0 : Math.max(0, at - lead);
  return line.slice(start, start + maxLine).replace(/\r$/, '');
};

/** Runs in the worker. Kept as text: a function's source would carry names that the bundler makes up. */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const pattern = new RegExp(workerData.pattern);
parentPort.on('message', ({ content, room }) => {
  const hits = [];
  const lines = content.split('\\n');
  for (let index = 0; index < lines.length && hits.length < room; index++) {
    const line = lines[index].replace(/\\r$/, '');
    const found = pattern.exec(line);
    if (!found) continue;
    const start = line.length <= ${maxLine} ? 0 : Math.max(0, found.index - ${lead});
    hits.push({ line: index + 1, text: line.slice(start, start + ${maxLine}) });
  }
  parentPort.postMessage(hits);
});
`;

/**
 * Finds a regular expression, line by line. In a thread of its own: some expressions take longer than the universe on a short line, and
 * only a thread can be stopped in the middle of one.
 *
 * @throws {HumanError} when the expression is not valid
 */
export function regexMatcher(pattern: string): Matcher {
  try {
    new RegExp(pattern);
  } catch (error) {
    throw new HumanError(text('The regular expression is not valid: {0}', error instanceof Error ? error.message : ''));
  }
  const worker = new Worker(workerSource, { eval: true, workerData: { pattern }, env: {} });
  // A find that waits hears of an error too; without a listener it would end the whole process.
  worker.on('error', () => undefined);
  return {
    find: (content, room, ms, signal) => ask(worker, { content, room }, ms, signal),
    dispose: async () => {
      await worker.terminate();
    },
  };
}

async function ask(
  worker: Worker,
  message: object,
  ms: number,
  signal: AbortSignal,
): Promise<readonly Hit[] | undefined> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  throwIfCancelled(signal);
  try {
    const answer = once(worker, 'message', { signal: either }).then(([hits]) => hits as readonly Hit[]);
    worker.postMessage(message);
    return await Promise.race([answer, sleep(ms, undefined, { signal: either })]);
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error;
  } finally {
    done.abort();
  }
}
