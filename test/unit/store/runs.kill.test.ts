import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { times } from '../../support/soak.js';
import { killAfter, pack, seeded, startPacked } from './children.js';
import { sampleRun } from './runsSample.js';
import { useTempFolder } from './temp.js';

describe('run log of killed windows', function () {
  this.timeout(times(180_000, 0));
  const at = useTempFolder();

  it('B05, B08, B22: keeps every acknowledged event, of two windows at once, and calls the last runs interrupted', async () => {
    const program = await pack('appendRuns', at());
    const random = seeded(41);
    const events = sampleRun({ run: 'x', number: 1 }).length;
    const rounds = times(30, 200);
    for (let round = 0; round < rounds; round++) {
      const dir = at(`runs-${round}`);
      const outputs = await Promise.all(
        ['a', 'b'].map((name) =>
          killAfter(startPacked(program, dir, name, '60000'), Math.floor(random() * 4 * events), random() * 10),
        ),
      );
      const log = new RunLog({ dir, window: createWindowId(), clock: { now: () => 0 } });
      const runs = await log.list();
      const found = new Map<string, number>();
      for (const { id } of runs) {
        const seqs = (await log.events(id)).map(({ seq }) => seq);
        assert.deepEqual(
          seqs,
          seqs.map((_, index) => index + 1),
          id,
        );
        found.set(id, seqs.length);
      }
      for (const line of outputs.join('').split('\n').slice(0, -1)) {
        const [run = '', seq = ''] = line.split(' ');
        assert.ok((found.get(run) ?? 0) >= Number(seq), `${line} is lost`);
      }
      for (const { id, status } of runs)
        assert.equal(status, found.get(id) === events ? 'done' : 'interrupted', `${id} has ${found.get(id)} events`);
      // A torn last line is nothing to tell.
      assert.deepEqual(log.problems(), []);
      await log.dispose();
      await rm(dir, { recursive: true });
    }
  });
});
