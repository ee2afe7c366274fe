import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Checkpoint } from '../../../src/engine/write/record/checkpoints.js';
import type { RestoredRound } from '../../../src/engine/write/record/restoreRound.js';
import { nothingSpent } from '../../../src/engine/write/spent.js';
import { deadWindow, sampleRun, writeLog } from '../store/runsSample.js';
import { Memento, rowsOf, skillText } from './memento.js';

describe('memento rounds', () => {
  let memento: Memento;
  const file = (name: string): string => `.memento/skills/${name}/SKILL.md`;

  /** 20 judged runs, the last of which the person judges: then the round ends. */
  async function endRound(): Promise<void> {
    const [workspace = ''] = await readdir(path.join(memento.state, 'workspaces'));
    const runs = Array.from({ length: 20 }, (_, index) =>
      sampleRun({
        run: `run-${index + 1}`,
        number: index + 1,
        skill: 'trip',
        outcome: index < 12 ? 'success' : 'failure',
      }),
    );
    // One of the failures was tried without the skill and worked.
    const last = runs[13]?.at(-1);
    const tested = { type: 'attribution.tested', test: 'masked', result: 'passed', spent: nothingSpent } as const;
    if (last) runs[13]?.push({ ...tested, run: last.run, seq: last.seq + 1, at: last.at });
    writeLog(path.join(memento.state, 'workspaces', workspace, `runs/2026-01/${deadWindow(1)}.jsonl`), runs.flat());
    await memento.run(['feedback', '#20', 'good']);
  }

  beforeEach(async () => {
    memento = Memento.empty();
    memento.write(file('trip'), skillText('trip', 'Go left.\n'));
    await memento.run(['skills', 'trust', 'trip']);
  });
  afterEach(() => memento.dispose());

  it('explains itself, and says when there is nothing yet', async () => {
    const help = await memento.text(['rounds', '--help']);
    assert.match(help, /^memento rounds list\n {4}\S/m);
    assert.match(help, /^memento rounds restore N\n {4}\S/m);
    assert.match(await memento.text(['rounds', 'list']), /No round has ended/);
    assert.deepEqual(await memento.json(['rounds', 'list']), []);
    assert.match(await memento.refused(['rounds', 'restore', 'x']), /N is a number/);
    assert.match(await memento.refused(['rounds', 'restore', '1']), /Round 1 was not recorded/);
  });

  it('lists the rounds that have ended and restores one', async () => {
    await endRound();
    const [first, ...more] = await memento.json<Checkpoint[]>(['rounds', 'list']);
    assert.deepEqual(more, []);
    assert.deepEqual([first?.round, first?.judged, first?.successes, first?.run], [1, 20, 13, 'run-20']);
    assert.deepEqual(
      first?.skills.map(({ name, version }) => [name, version]),
      [['trip', 1]],
    );
    assert.match(await memento.text(['rounds', 'list']), /^1 .* 13 of 20 judged runs worked {2}1 skill\n$/);
    assert.match(await memento.text(['rounds', 'restore', '1']), /The library is what it was at the end of round 1/);

    memento.write(file('trip'), skillText('trip', 'Go right.\n'));
    const kept = await memento.json<RestoredRound>(['rounds', 'restore', '1'], 1);
    assert.deepEqual([kept.restored, kept.kept.map(({ skill }) => skill)], [[], ['trip']]);
    assert.match(
      await memento.text(['rounds', 'restore', '1'], 1),
      /left as it is: trip\. It was changed by hand since\./,
    );
    assert.match(memento.read(file('trip')), /Go right/);
  });

  it('go with what the list of skills says: utility, uses and what the skill is worth', async () => {
    memento.write(file('trip'), skillText('trip', 'Go right.\n'));
    await memento.run(['skills', 'trust', 'trip']);
    await endRound();
    const row = (await rowsOf(memento)).get('trip');
    assert.deepEqual([row?.version, row?.uses, row?.probation], [2, 20, null]);
    // 13 of 20 in the present round, after a first version that was never used: (4 · 0.5 + 13) / (4 + 20).
    assert.ok(Math.abs((row?.utility ?? 0) - 15 / 24) < 1e-9, String(row?.utility));
    assert.ok(Math.abs((row?.uplift?.mean ?? 0) - (13 / 20 - 1)) < 1e-9, String(row?.uplift?.mean));
    assert.match(await memento.text(['skills', 'list']), /trip .* 63 % of 20 uses .*-35 points against no skill/);
  });
});
