import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { times } from '../../support/soak.js';
import { pack, runPacked, startPacked } from '../store/children.js';
import { scratch } from '../store/childrenScratch.js';
import { check, copyOf, operations, prepare, type OperationName } from './historyFaults.js';

interface Sweep {
  readonly faults: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly acknowledged: number;
  readonly failures: readonly string[];
}

describe('history under faults', function () {
  this.timeout(240_000);
  const names = Object.keys(operations) as OperationName[];
  let folder = '';
  let sweep = '';
  let single = '';
  before(async () => {
    folder = scratch();
    [sweep, single] = await Promise.all([pack('faultSweep', folder), pack('faultOnce', folder)]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const name of names)
    it(`B02, B03, B04, B09, B10, B11, B12: ${name} is all or nothing whatever call fails or is the last one`, async () => {
      // The codes are handled alike but for a few calls: the two that matter most are gone through with all of them every time.
      const often = name === 'accept' || name === 'restore' || times(0, 1) === 1;
      const halves = often ? ['ENOSPC,late,short,full', 'EIO,EACCES,stop,torn'] : ['late,full', 'EIO,stop'];
      const sweeps = await Promise.all(
        halves.map((kinds, half) => runPacked(sweep, path.join(folder, `${name}-${half}`), name, kinds)),
      );
      for (const { calls, failures } of sweeps as Sweep[]) {
        assert.deepEqual(failures, []);
        assert.ok(calls > 60, `${calls} calls`);
      }
      for (const [half, kinds] of halves.entries())
        for (const kind of kinds.split(','))
          assert.ok(((sweeps as Sweep[])[half]?.faults[kind] ?? 0) > 3, `${kind} never happened`);
    });

  for (const name of names)
    it(`B01, B02, B03, B04: ${name} is all or nothing where its process is killed`, async () => {
      const prepared = path.join(folder, `${name}-prepared`);
      await prepare(prepared, name);
      let [next, kills, total] = [times(3, 1), 0, Infinity];
      const work = async (): Promise<void> => {
        while (next <= total) {
          const call = next;
          next += times(9, 1);
          const root = path.join(folder, `${name}-kill-${call}`);
          copyOf(prepared, root);
          const child = startPacked(single, root, name, String(call));
          const said = [readText(child.stdout), readText(child.stderr)];
          await once(child, 'close');
          const [output, errors] = await Promise.all(said);
          assert.equal(errors, '');
          if (output) total = Number(output);
          else kills++;
          await check(root, name, output !== '');
          rmSync(root, { recursive: true });
        }
      };
      await Promise.all([work(), work()]);
      assert.ok(kills > 6, `${kills} kills`);
    });
});
