import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { HumanError } from '../../../src/engine/errors.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { applies, faulted, faultKinds } from '../../support/faultyFs.js';
import { times } from '../../support/soak.js';
import { pack, runPacked, startPacked } from './children.js';
import { checkLogs, contentsOf, inCopy, prepareLogs, type Contents } from './compactFaults.js';
import { useTempFolder } from './temp.js';

interface Sweep {
  readonly runs: number;
  readonly calls: number;
  readonly hits: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

describe('run logs under faults', function () {
  this.timeout(times(240_000, 0));
  const at = useTempFolder();
  let expected: Contents;
  beforeEach(async () => {
    await prepareLogs(at('runs'));
    expected = await contentsOf(at('runs'));
    assert.equal(expected.runs.length, 4);
  });

  it('B07, B09, B10, B11, B12: putting together loses and doubles nothing whatever call fails or is the last one', async () => {
    const program = await pack('compactSweep', at());
    const halves = ['ENOSPC,late,short,full', 'EIO,EACCES,stop,torn'];
    assert.deepEqual(halves.join().split(',').sort(), [...faultKinds].sort());
    const sweeps = await Promise.all(
      halves.map((kinds, half) => runPacked(program, at(String(half)), kinds) as Promise<Sweep>),
    );
    for (const [half, { runs, calls, hits, failures }] of sweeps.entries()) {
      assert.deepEqual(failures, []);
      assert.equal(runs, 4);
      assert.ok(calls > 40, `${calls} calls`);
      assert.deepEqual(Object.keys(hits).sort(), halves[half]?.split(',').sort());
    }
  });

  it('B07: putting together loses and doubles nothing where its process is killed', async () => {
    const program = await pack('compactOnce', at());
    let [next, total, kills] = [1, Infinity, 0];
    const work = async (): Promise<void> => {
      while (next <= total) {
        const call = next;
        next += times(2, 1);
        await inCopy(at('runs'), `kill-${call}`, async (dir) => {
          const child = startPacked(program, dir, String(call));
          const said = [readText(child.stdout), readText(child.stderr)];
          await once(child, 'close');
          const [output, errors] = await Promise.all(said);
          assert.equal(errors, '');
          if (output) total = Number(output);
          else kills++;
          await checkLogs(dir, expected);
        });
      }
    };
    await Promise.all([work(), work()]);
    assert.ok(kills > 20, `${kills} kills`);
  });

  for (const kind of ['EIO', 'EACCES', 'ENOSPC'] as const)
    it(`B11, B12, B13: reading gives no wrong answer whatever call meets ${kind}, and the right one afterwards`, async () => {
      const dir = at('runs');
      const fresh = (): RunLog => new RunLog({ dir, window: createWindowId(), clock: { now: () => 0 } });
      const { calls } = await faulted(dir, undefined, () => contentsOf(dir));
      const known = new Map(expected.runs.map((run, index) => [run.id, expected.events[index]]));
      for (const [index, call] of calls.entries()) {
        if (!applies(kind, call)) continue;
        const log = fresh();
        const { result, error } = await faulted(dir, { call: index + 1, kind }, async () => {
          const runs = await log.list();
          return [runs, await log.events('run-5')] as const;
        });
        assert.ok(error === undefined || error instanceof HumanError, String(error));
        const [runs, events] = result ?? [[], []];
        assert.ok(runs.every(({ id }) => known.has(id)));
        assert.ok(events.every((event) => known.get('run-5')?.some(({ seq }) => seq === event.seq)));
        assert.deepEqual(await log.list(), expected.runs);
        assert.deepEqual(log.problems(), []);
        for (const [id, all] of known) assert.deepEqual(await log.events(id), all);
      }
    });
});
