import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../../../src/engine/errors.js';
import type { ChatModel } from '../../../../src/engine/ports.js';
import type { Task } from '../../../../src/engine/task.js';
import { openPracticeHouse, type PracticeHouse } from '../../../support/practice.js';
import { skillText } from '../../skills/support.js';
import { never } from './sample.js';

describe('the person names the cause, in the practice world', () => {
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(() => house.close());

  const task = (id: string): Task => house.tasks.get(id) ?? assert.fail(id);
  const solve = (id: string, skill?: string | null) =>
    house.engine.solve(
      task(id),
      { model: house.model, approver: house.approver, review: 'shadow', ...(skill === undefined ? {} : { skill }) },
      never,
    );
  const causesOf = async (run: string) =>
    (await house.engine.run(run)).events.flatMap((event) => (event.type === 'attribution' ? event.attribution : []));

  it('and the correction is kept with the run, days later and across a reload', async () => {
    const failed = await solve('ledger-total');
    const before = (await house.engine.run(failed.id)).events.length;
    await house.engine.correct(failed.id, { cause: 'bad_task', reason: 'I meant another account.' }, undefined, never);
    house = await house.reopen();
    const events = (await house.engine.run(failed.id)).events;
    assert.deepEqual(
      events.slice(before).map(({ type }) => type),
      ['attribution'],
    );
    const said = (await causesOf(failed.id)).at(-1);
    assert.deepEqual(
      [said?.cause, said?.by, said?.confidence, said?.reason],
      ['bad_task', 'user', 1, 'I meant another account.'],
    );
  });

  it('and with a model learning goes on from it, without asking for the cause', async () => {
    const failed = await solve('ledger-total');
    assert.deepEqual(await house.engine.proposals(), []);
    const asked: string[] = [];
    const listening: ChatModel = {
      info: house.model.info,
      chat: (...args) => (
        asked.push(args[0].messages.map(({ content }) => content).join('\n')),
        house.model.chat(...args)
      ),
    };
    await house.engine.correct(failed.id, { cause: 'skill_defect' }, listening, never);
    assert.ok(asked.every((prompt) => !prompt.includes('## Attribute the failure')));
    const [proposal] = await house.engine.proposals();
    assert.deepEqual([proposal?.operation, proposal?.skill], ['rewrite', 'ledger-conventions']);
    assert.deepEqual([proposal?.attribution?.by, proposal?.attribution?.cause], ['user', 'skill_defect']);
    // Said once more it changes nothing; said otherwise it does.
    const requests = asked.length;
    await house.engine.correct(failed.id, { cause: 'skill_defect' }, listening, never);
    assert.equal(asked.length, requests);
    await house.engine.correct(failed.id, { cause: 'missing_skill' }, listening, never);
    assert.ok(asked.length > requests);
  });

  it('and what they named is not looked for again when they give a verdict afterwards', async () => {
    const failed = await solve('ledger-total');
    await house.engine.correct(failed.id, { cause: 'environment' }, undefined, never);
    await house.engine.feedback(failed.id, 'bad', {}, house.model, never);
    const causes = await causesOf(failed.id);
    assert.deepEqual(
      causes.map(({ by }) => by),
      ['model', 'user'],
    );
    assert.deepEqual(await house.engine.proposals(), []);
  });

  it('and that says the run failed, even where the check passed', async () => {
    const task = { prompt: 'What is the total in ledger.csv?', check: 'true' };
    const passed = await house.engine.solve(task, { model: house.model, approver: house.approver }, never);
    assert.equal(passed.outcome, 'success');
    const judged = await house.engine.correct(passed.id, { cause: 'bad_task' }, undefined, never);
    assert.equal(judged.outcome, 'failure');
  });

  it('and a correction that cannot be meant is refused, and nothing is kept of it', async () => {
    const failed = await solve('ledger-total');
    const before = (await house.engine.run(failed.id)).events.length;
    for (const correction of [
      { cause: 'wrong_skill' as const, skill: 'nobody' },
      { cause: 'wrong_skill' as const },
      { cause: 'wrong_skill' as const, skill: 'ledger-conventions' },
    ])
      await assert.rejects(house.engine.correct(failed.id, correction, house.model, never), HumanError);
    assert.equal((await house.engine.run(failed.id)).events.length, before);
    await assert.rejects(house.engine.correct('99', { cause: 'bad_task' }, undefined, never), HumanError);
  });

  it('and the router learns from it', async () => {
    const folder = path.join(house.workspace, '.memento/skills/tills');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'SKILL.md'), skillText('tills'));
    await house.engine.trust(['tills']);
    const rank = async () =>
      (await house.engine.explain(task('ledger-total').prompt)).candidates.map(({ skill }) => skill);
    assert.notEqual((await rank())[0], 'tills');
    const failed = await solve('ledger-total');
    await house.engine.correct(failed.id, { cause: 'wrong_skill', skill: 'tills' }, undefined, never);
    assert.equal((await rank())[0], 'tills');
    const { learned } = await house.engine.routerReport();
    assert.equal(learned.find(({ skill }) => skill === 'tills')?.corrections, 1);
  });
});
