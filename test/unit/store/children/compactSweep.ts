// Cuts the putting together of run logs off by some kinds of failure at every one of its calls, and prints how often and what went wrong.
import { applies, faulted, type FaultKind } from '../../../support/faultyFs.js';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../../src/engine/errors.js';
import { checkLogs, contentsOf, inCopy, prepareLogs, putTogether } from '../compactFaults.js';

const [folder = '', kinds = ''] = process.argv.slice(2);
const prepared = path.join(folder, 'runs');
await mkdir(folder);
await prepareLogs(prepared);
const expected = await contentsOf(prepared);
let calls: readonly string[] = [];
await inCopy(prepared, 'calls', async (dir) => {
  ({ calls } = await faulted(dir, undefined, () => putTogether(dir)));
});
const hits: Record<string, number> = {};
const failures: string[] = [];
for (const kind of kinds.split(',') as FaultKind[])
  for (const [index, call] of calls.entries()) {
    if (!applies(kind, call)) continue;
    await inCopy(prepared, `${kind}-${index}`, async (dir) => {
      const { error, hit } = await faulted(dir, { call: index + 1, kind }, () => putTogether(dir));
      if (hit !== undefined) hits[kind] = (hits[kind] ?? 0) + 1;
      if (error !== undefined && !(error instanceof HumanError))
        failures.push(`${kind}, ${hit ?? ''}: ${error instanceof Error ? String(error) : 'failed'}`);
      await checkLogs(dir, expected).catch((wrong: unknown) =>
        failures.push(`${kind} at call ${index + 1}, ${hit ?? ''}: ${String(wrong)}`),
      );
    });
  }
process.stdout.write(JSON.stringify({ runs: expected.runs.length, calls: calls.length, hits, failures }));
