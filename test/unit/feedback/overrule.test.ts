import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { defaultSettings } from '../../../src/engine/engine.js';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import { keptAfterMs, strengths } from '../../../src/engine/feedback/strength.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';

const never = new AbortController().signal;
const skill = 'ledger-conventions';

describe('a verdict given or changed later, in the practice world over HTTP', () => {
  let house: PracticeHouse;
  let now = Date.now();
  beforeEach(async () => {
    now = Date.now();
    house = await openPracticeHouse({ clock: { now: () => now } });
  });
  afterEach(() => house.close());

  const solve = (check?: string): Promise<RunSummary> => {
    const { prompt } = house.tasks.get('ledger-total')!;
    const task = { prompt, ...(check === undefined ? {} : { check }) };
    return house.engine.solve(task, { model: house.model, approver: house.approver }, never);
  };
  const utility = async (): Promise<number> => (await house.engine.facts()).get(skill)!.utility.mean;
  const said = (run: RunSummary, thumb: 'good' | 'bad', answer?: string): Promise<RunSummary> =>
    house.engine.feedback(run.id, thumb, answer === undefined ? {} : { answer }, house.model, never);
  const eventsOf = async (run: RunSummary): Promise<readonly RunEvent[]> => (await house.engine.run(run.id)).events;
  const brief = async (run: RunSummary): Promise<unknown> => {
    const { outcome, decidedBy } = (await house.engine.run(run.id)).summary;
    return [outcome, decidedBy];
  };
  const implicit = async (run: RunSummary): Promise<readonly unknown[]> =>
    (await eventsOf(run)).flatMap((event) =>
      event.type === 'signal' && event.signal.source === 'implicit'
        ? [[event.signal.outcome, event.signal.strength]]
        : [],
    );

  it('the right answer leads to a proposal that gives it, without any check', async () => {
    const run = await solve();
    assert.deepEqual([run.outcome, run.proposal], ['unknown', null]);
    const judged = await said(run, 'bad', ' 1934.03 ');
    assert.equal(judged.outcome, 'failure');
    const proposal = await house.engine.proposal(judged.proposal ?? '');
    assert.equal(proposal.operation, 'rewrite');
    assert.ok(proposal.attribution?.quotes.some(({ text }) => text === 'expected: 1934.03'));
    await house.engine.accept(proposal.id);
    assert.equal((await solve()).answer, '1934.03');
  });

  it('the answer the run gave is no correction: the person is told, and nothing is kept', async () => {
    const run = await solve();
    const before = await eventsOf(run);
    await assert.rejects(said(run, 'bad', `$${run.answer}`), /the answer the run gave/);
    assert.deepEqual(await eventsOf(run), before);
  });

  it('can be changed as often as the person likes: utility, router and proposal follow each time', async () => {
    const run = await solve(house.tasks.get('ledger-total')?.check ?? '');
    const start = await utility();
    const graded = async (): Promise<number> => (await house.engine.routerReport()).graded;
    const overruled = async (): Promise<unknown> => (await house.engine.proposals()).map((one) => one.overruled);
    assert.equal((await house.engine.proposals()).length, 1);
    assert.deepEqual([await overruled(), await graded()], [[undefined], 0]);
    for (let time = 0; time < 2; time++) {
      await said(run, 'good');
      assert.deepEqual(await brief(run), ['success', 'user']);
      assert.ok((await utility()) > start);
      assert.deepEqual([await overruled(), await graded()], [[[run.id]], 1]);
      await said(run, 'bad');
      assert.deepEqual(await brief(run), ['failure', 'user']);
      assert.equal(await utility(), start);
      assert.deepEqual([await overruled(), await graded()], [[undefined], 0]);
    }
    assert.equal((await house.engine.proposals()).length, 1, 'no second one from the same failure');
  });

  for (const [review, state] of [
    ['auto', 'applied'],
    ['review', 'pending'],
    ['shadow', undefined],
  ] as const)
    it(`days later leads to what the mode says, ${review} as in a run`, async () => {
      await house.close();
      house = await openPracticeHouse({ clock: { now: () => now }, settings: { ...defaultSettings, review } });
      const run = await solve('true');
      assert.deepEqual(await brief(run), ['success', 'check']);
      now += 3 * 86_400_000;
      await said(run, 'bad', '1934.03');
      const [proposal] = await house.engine.proposals();
      assert.deepEqual([proposal?.state, proposal?.automatic], [state, review === 'auto' ? true : undefined]);
      const events = await eventsOf(run);
      assert.equal(
        events.some((event) => event.type === 'proposal.decided' && event.state === 'applied'),
        review === 'auto',
      );
      assert.equal(
        events.some(({ type }) => type === 'proposal.shadow'),
        review === 'shadow',
      );
      assert.equal((await solve()).answer === '1934.03', review === 'auto');
    });

  it('undoing an unjudged run says that it was wrong, until somebody says otherwise', async () => {
    const run = await solve();
    const start = await utility();
    await house.engine.undo(run.id);
    assert.deepEqual(await brief(run), ['failure', 'implicit']);
    assert.deepEqual(await implicit(run), [['failure', strengths.undone]]);
    assert.ok((await utility()) < start);
    await said(run, 'good');
    assert.deepEqual(await brief(run), ['success', 'user']);
    assert.ok((await utility()) > start);
  });

  it('undoing a run that its check passed does not make it wrong, but stands against it', async () => {
    const run = await solve('true');
    await house.engine.undo(run.id);
    assert.deepEqual(await brief(run), ['success', 'check']);
    const verdict = (await eventsOf(run)).findLast((event) => event.type === 'verdict')?.verdict;
    assert.deepEqual(verdict?.signs, { success: ['check'], failure: ['implicit'] });
  });

  it('undoing a run that was broken off says nothing about it', async () => {
    const cancel = new AbortController();
    const listening = house.engine.onEvent((event) => {
      if (event.type === 'file.changed') cancel.abort();
    });
    const { prompt } = house.tasks.get('ledger-total')!;
    const run = await house.engine.solve({ prompt }, { model: house.model, approver: house.approver }, cancel.signal);
    listening.dispose();
    assert.equal(run.status, 'cancelled');
    await house.engine.undo(run.id);
    assert.deepEqual([await brief(run), await implicit(run)], [['unknown', undefined], []]);
  });

  it('what the person did with the edits is seen when the next task begins, once', async () => {
    const run = await solve();
    rmSync(path.join(house.workspace, run.changes[0]!.path));
    await solve('true');
    await solve('true');
    assert.deepEqual(await implicit(run), [['failure', strengths.someReverted]]);
    assert.deepEqual(
      await brief(run),
      ['unknown', undefined],
      'a made file that is gone may just have been cleared away',
    );
  });

  it('and when the run is looked at: kept for a day is a weak sign', async () => {
    const run = await solve();
    await house.engine.revisit(run.id);
    assert.deepEqual(await implicit(run), []);
    now += keptAfterMs + 60_000;
    await house.engine.revisit(`#${run.number}`);
    await house.engine.revisit(run.id);
    assert.deepEqual(await implicit(run), [['success', strengths.kept]]);
    assert.deepEqual(await brief(run), ['unknown', undefined]);
  });

  it('not while a task goes on: what that does to the files is not the person’s doing', async () => {
    const run = await solve();
    rmSync(path.join(house.workspace, run.changes[0]!.path));
    let asked = false;
    const { prompt } = house.tasks.get('request-errors')!;
    const seen = await implicit(run);
    await house.engine.solve(
      { prompt },
      {
        model: house.model,
        approver: {
          ask: async () => {
            // Its beginning has looked already; what is there now must not be looked at.
            asked = true;
            const before = await implicit(run);
            await house.engine.revisit(run.id);
            assert.deepEqual(await implicit(run), before);
            return 'once';
          },
        },
      },
      never,
    );
    assert.ok(asked);
    assert.deepEqual(seen, []);
  });
});
