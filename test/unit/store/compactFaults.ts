import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import { compact } from '../../../src/engine/store/compact.js';
import type { StateLock } from '../../../src/engine/store/lock.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId, isAlive } from '../../../src/engine/store/window.js';
import { deadWindow, sampleRun, writeLog } from './runsSample.js';

const now = Date.UTC(2026, 2, 10);
const month = '2026-01';

/** The lock has its own tests; here one process works alone. */
const alone: StateLock = { hold: (work) => work() };

/** Puts the logs of a folder together once. */
export const putTogether = (dir: string): Promise<number> =>
  compact({ dir, now, isOver: (window) => !isAlive(window), lock: alone }, new AbortController().signal);

/**
 * Logs of windows that are gone: one torn, one empty, and one that an earlier time has put together and not deleted; a run goes on from one
 * file to another.
 */
export async function prepareLogs(dir: string): Promise<void> {
  const file = (name: string): string => path.join(dir, month, name);
  const write = (n: number, number: number): void =>
    writeLog(file(`${deadWindow(n)}-1.jsonl`), sampleRun({ run: `run-${number}`, number, steps: 2 }));
  await mkdir(path.join(dir, month), { recursive: true });
  write(1, 1);
  write(2, 2);
  const left = await readFile(file(`${deadWindow(1)}-1.jsonl`));
  await putTogether(dir);
  await writeFile(file(`${deadWindow(1)}-1.jsonl`), left);
  write(3, 3);
  await appendFile(file(`${deadWindow(3)}-1.jsonl`), '12345678 {"type":"verd');
  await writeFile(file(`${deadWindow(4)}-1.jsonl`), '');
  const long = sampleRun({ run: 'run-5', number: 5, steps: 5 });
  writeLog(file(`${deadWindow(5)}-1.jsonl`), long.slice(0, 9));
  writeLog(file(`${deadWindow(5)}-2.jsonl`), long.slice(9));
}

export interface Contents {
  readonly runs: readonly RunSummary[];
  readonly events: readonly (readonly RunEvent[])[];
}

/** All that the log says, read from nothing. */
export async function contentsOf(dir: string): Promise<Contents> {
  const log = new RunLog({ dir, window: createWindowId(), clock: { now: () => now } });
  const runs = await log.list();
  const events: (readonly RunEvent[])[] = [];
  for (const { id } of runs) events.push(await log.events(id));
  await log.dispose();
  return { runs, events };
}

/** Whatever happened, everything is there once, and the next time finishes the work. */
export async function checkLogs(dir: string, expected: Contents): Promise<void> {
  assert.deepEqual(await contentsOf(dir), expected);
  await putTogether(dir);
  assert.deepEqual(await contentsOf(dir), expected);
  const names = (await readdir(path.join(dir, month))).filter((name) => name.endsWith('.jsonl'));
  assert.ok(names.length === 1 && names[0]?.startsWith('compact-'), names.join());
}

/** Does something in a copy of a folder, which is removed unless that fails. */
export async function inCopy(prepared: string, name: string, work: (dir: string) => Promise<void>): Promise<void> {
  const dir = `${prepared}-${name}`;
  await cp(prepared, dir, { recursive: true });
  await work(dir);
  await rm(dir, { recursive: true });
}
