import assert from 'node:assert/strict';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { everything, mended, never, openReplayDesk, type ReplayDesk, solve, withText } from './support.js';

const skill = 'ledger-conventions';

describe('replays in the practice world, over HTTP', () => {
  let house: PracticeHouse;
  let desk: ReplayDesk;
  let skills: readonly Skill[];
  beforeEach(async () => {
    house = await openPracticeHouse();
    desk = openReplayDesk(house);
    skills = await desk.skills();
  });
  afterEach(async () => {
    await desk.close();
    await house.close();
  });
  const replay = (run: string, library: readonly Skill[] = skills, use?: string | null) =>
    desk.replayer.replay({ run, skills: library, seed: 1, ...(use === undefined ? {} : { use }) }, house.model, never);

  it('fails again with the same library, passes with the rule mended, and leaves the files alone', async () => {
    const run = await solve(house, 'ledger-total');
    assert.equal(run.outcome, 'failure');
    const [files, state] = [everything(house.workspace), everything(house.engine.stateDir)];
    const before = await house.engine.runs();

    const again = await replay(run.id);
    assert.equal(again.state, 'judged');
    assert.deepEqual([again.passed, again.skill], [false, skill]);
    assert.ok(again.spent.calls >= 3 && (again.spent.tokens ?? 0) > 0);

    const better = await replay(run.id, withText(skills, skill, mended));
    assert.equal(better.state, 'judged');
    assert.deepEqual([better.passed, better.skill], [true, skill]);

    assert.deepEqual(everything(house.workspace), files);
    assert.deepEqual(everything(house.engine.stateDir), state);
    assert.deepEqual(await house.engine.runs(), before);
    assert.deepEqual(desk.leftovers(), []);
  });
});
