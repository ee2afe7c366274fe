import assert from 'node:assert/strict';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';

describe('a run without the skill it was routed to', () => {
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(() => house.close());

  it('counts for what the skill is worth, and teaches nothing else', async () => {
    const { engine, model, approver, events } = house;
    const task = house.tasks.get('ledger-total');
    assert.ok(task);
    const options = { model, approver, mask: true };
    const run = await engine.solve(task, options, new AbortController().signal);
    assert.deepEqual([run.status, run.skill, run.outcome], ['done', null, 'failure']);
    const route = events.find((event) => event.type === 'route.decided')?.route;
    assert.equal(route?.masked, 'ledger-conventions');
    assert.equal(
      events.some(({ type }) => type === 'notice' || type === 'attribution.started' || type === 'learned'),
      false,
    );
    assert.deepEqual(await engine.proposals(), []);
    assert.equal((await engine.facts()).get('ledger-conventions')?.utility.uses, 0);

    await engine.solve(task, { model, approver }, new AbortController().signal);
    const uplift = (await engine.facts()).get('ledger-conventions')?.uplift;
    // The second run failed, and its cause was looked for without the skill as well.
    assert.deepEqual(uplift?.masked, { runs: 2, passed: 0, afterFailure: 1 });
    assert.equal(uplift.withSkill.runs, 1);
  });
});
