// Cuts an operation off by some kinds of failure at every one of its calls, and prints how many there were and what went wrong.
// The first import makes even functions that were turned into promises at load time fail.
import { applies, faulted, type FaultKind } from '../../../support/faultyFs.js';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { check, copyOf, operate, prepare, type OperationName } from '../../skills/historyFaults.js';

const [folder = '', name = '', kinds = ''] = process.argv.slice(2);
const operation = name as OperationName;
const prepared = path.join(folder, 'prepared');
await prepare(prepared, operation);
// A process of this id that began at another time: it is gone.
const window = `${process.pid}-1-abcdef`;
const failures: string[] = [];
const faults: Record<string, number> = {};
let acknowledged = 0;

/** @returns the names of the calls that were made. */
async function once(kind: FaultKind, call: number): Promise<readonly string[]> {
  const root = path.join(folder, `${kind}-${call}`);
  copyOf(prepared, root);
  const outcome = await faulted(root, { call, kind }, () => operate(root, operation, window));
  const isAcknowledged = outcome.result !== undefined;
  if (outcome.hit !== undefined) faults[kind] = (faults[kind] ?? 0) + 1;
  if (outcome.hit !== undefined && isAcknowledged) acknowledged++;
  try {
    await check(root, operation, isAcknowledged, outcome.error);
  } catch (error) {
    failures.push(`${kind} at call ${call}, ${outcome.hit ?? 'none'}: ${String(error)}`);
  }
  rmSync(root, { recursive: true });
  return outcome.calls;
}

const calls = await once('EIO', Infinity);
for (const kind of kinds.split(',') as FaultKind[])
  for (const [index, call] of calls.entries()) if (applies(kind, call)) await once(kind, index + 1);
process.stdout.write(JSON.stringify({ faults, acknowledged, calls: calls.length, failures }));
