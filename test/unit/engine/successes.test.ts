import assert from 'node:assert/strict';
import { english } from '../../../src/engine/text.js';
import type { RunSummary } from '../../../src/engine/events.js';
import { gateSentence } from '../../../src/engine/write/gate/sentence.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';

const never = new AbortController().signal;

describe('tasks that work without a skill, in the practice world over HTTP', () => {
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(() => house.close());

  /** In this house the log is counted as one would guess: the check expects what a run without a skill has answered. */
  async function solve(id: string, answer?: string): Promise<RunSummary> {
    const { engine, model, approver } = house;
    const prompt = house.tasks.get(id)?.prompt ?? '';
    const expected = answer ?? (await engine.solve({ prompt }, { model, approver, review: 'shadow' }, never)).answer;
    const run = await engine.solve({ prompt, check: `test "$ANSWER" = "${expected}"` }, { model, approver }, never);
    assert.deepEqual([run.outcome, run.answer], ['success', expected]);
    return run;
  }

  it('become a skill when they were seen twice, which the next one uses', async () => {
    const first = await solve('request-errors');
    assert.deepEqual([first.skill, await house.engine.proposals()], [null, []], 'once may be chance');
    await solve('request-errors', first.answer);
    assert.deepEqual(await house.engine.proposals(), [], 'the same task again is no second one');
    const second = await solve('request-client-errors');
    assert.equal(second.skill, null);

    const [proposal, ...more] = await house.engine.proposals();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [proposal?.operation, proposal?.state, proposal?.learnedFrom, proposal?.attribution],
      ['create', 'pending', 'successes', null],
    );
    assert.equal(proposal?.runs.length, 2);
    assert.ok(proposal.runs.includes(second.id));
    assert.equal(proposal.gate.state, 'passed');
    assert.equal(
      english(gateSentence(proposal.gate)),
      '2 of 2 tasks that worked without it pass; 0 old successes replayed, 0 broken; +91 tokens',
    );
    assert.equal((await house.engine.gate(proposal.id, undefined, house.model, never)).gate.state, 'passed');

    await house.engine.accept(proposal.id);
    const third = await solve('request-errors', first.answer);
    assert.equal(third.skill, proposal.skill);
  });
});
