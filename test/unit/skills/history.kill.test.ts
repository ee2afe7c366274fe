import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { times } from '../../support/soak.js';
import { killAfter, pack, seeded, startPacked } from '../store/children.js';
import { scratch } from '../store/childrenScratch.js';
import { presentTree } from '../../../src/engine/skills/historyTree.js';
import { openHouse } from './historyHouse.js';

/** Kills on one history before a new one is begun: it would only get longer. */
const perHouse = 10;

describe('history under kill -9', function () {
  this.timeout(300_000);
  let folder = '';
  before(() => (folder = scratch()));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('B01, B02, B03, B04, B05: loses nothing that was acknowledged and is never half-way', async () => {
    const program = await pack('historyWriter', folder);
    const kills = times(200, 1000);
    const random = seeded(41);
    const sum = { acknowledged: 0, done: 0, aborted: 0, slowest: 0 };
    let next = 0;
    const killOnce = async (root: string, kill: number): Promise<void> => {
      const child = startPacked(program, root, String(kill));
      let errors = '';
      child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
      const output = await killAfter(child, Math.floor(random() * 3), random() * 25);
      assert.equal(errors, '', `kill ${kill}`);
      const acknowledged = output.split('\n').slice(0, -1);
      sum.acknowledged += acknowledged.length;
      const house = openHouse(root, () => Date.now());
      const started = performance.now();
      const repairs = await house.history.repair();
      sum.slowest = Math.max(sum.slowest, performance.now() - started);
      for (const { outcome } of repairs) {
        assert.ok(outcome === 'done' || outcome === 'aborted', `kill ${kill}: ${outcome}`);
        sum[outcome]++;
      }
      const versions = await house.history.versions('a');
      const present = await presentTree(house.dir('a'));
      assert.equal(present.tree, versions.at(-1)?.tree ?? null, `kill ${kill}: the folder is not the latest version`);
      if (present.tree) await house.history.content(present.tree);
      const trees = new Set(versions.map(({ tree }) => tree));
      for (const tree of acknowledged) assert.ok(trees.has(tree), `kill ${kill}: an acknowledged version is lost`);
      if (acknowledged.length > 0)
        assert.ok(
          versions.slice(-2).some(({ tree }) => tree === acknowledged.at(-1)),
          `kill ${kill}: more than the change under way came after the last acknowledged one`,
        );
    };
    const work = async (): Promise<void> => {
      while (next < kills) {
        const first = next;
        next += perHouse;
        const root = path.join(folder, String(first));
        mkdirSync(path.join(root, 'ws'), { recursive: true });
        for (let kill = first; kill < Math.min(first + perHouse, kills); kill++) await killOnce(root, kill);
        rmSync(root, { recursive: true });
      }
    };
    await Promise.all([work(), work()]);
    const { acknowledged, done, aborted, slowest } = sum;
    assert.ok(done + aborted > kills / 40, 'the kills hit nothing');
    console.log(
      `      ${kills} kills, ${acknowledged} changes acknowledged, 0 lost; cut off: ${done} carried out, ${aborted} given up; slowest repair ${slowest.toFixed(0)} ms`,
    );
  });
});
