import assert from 'node:assert/strict';
import type { Engine, SolveOptions } from '../../../src/engine/engine.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { english, text } from '../../../src/engine/text.js';
import { isOpen } from '../../../src/engine/write/proposal.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';

const never = new AbortController().signal;

describe('the whole loop in the practice world, over HTTP', function () {
  this.timeout(240_000);
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(() => house.close());

  /** Goes once through all tasks. @returns how many passed */
  async function round(review: SolveOptions['review'], after: (engine: Engine) => Promise<unknown>): Promise<number> {
    let passed = 0;
    for (const task of house.tasks.values()) {
      const options = { model: house.model, approver: house.approver, ...(review ? { review } : {}) };
      const run = await house.engine.solve(task, options, never);
      if (run.outcome === 'success') passed++;
      await after(house.engine);
    }
    return passed;
  }

  /** A reviewer who accepts what the gate has passed, and turns down the rest. */
  async function reviewAll(engine: Engine): Promise<void> {
    for (const proposal of (await engine.proposals()).filter(isOpen))
      if (proposal.gate.state === 'passed') await engine.accept(proposal.id);
      else await engine.reject(proposal.id, 'Nothing proves it.');
  }

  it('gets better with a reviewer who trusts the gate', async () => {
    const first = await round('review', reviewAll);
    const second = await round('review', reviewAll);
    assert.ok(second > first, `${first} passed at first, ${second} afterwards`);
    const proposals = await house.engine.proposals();
    const applied = proposals.filter(({ state }) => state === 'applied');
    assert.ok(applied.length > 0);
    assert.ok(applied.every(({ gate }) => gate.state === 'passed' && gate.failures.passed > 0));
    assert.ok(applied.every(({ automatic }) => automatic !== true));
  });

  it('gets better by itself in auto mode, and accepts only what its gate has passed', async () => {
    const first = await round('auto', () => Promise.resolve());
    const second = await round('auto', () => Promise.resolve());
    assert.ok(second > first, `${first} passed at first, ${second} afterwards`);
    const proposals = await house.engine.proposals();
    const applied = proposals.filter(({ state }) => state === 'applied');
    assert.ok(applied.length > 0);
    assert.ok(applied.every(({ gate, automatic }) => gate.state === 'passed' && automatic === true));
    for (const { skill, after } of applied.filter(({ operation }) => operation === 'create'))
      assert.ok(
        (await house.engine.skills()).skills.some(
          ({ name, text }) => name === skill && text.length >= after.length / 2,
        ),
      );
  });

  it('keeps what was written when the gate is cancelled, and can go on from there', async () => {
    const { engine, model, approver } = house;
    const cancel = new AbortController();
    engine.onEvent((event) => {
      if (event.type === 'gate.started') cancel.abort();
    });
    const run = await engine.solve(house.tasks.get('ledger-total')!, { model, approver }, cancel.signal);
    assert.equal(run.status, 'cancelled');
    const [proposal] = await engine.proposals();
    assert.deepEqual([proposal?.state, proposal?.gate.state], ['pending', 'not-gated']);
    assert.match(english(proposal?.gate.why ?? text('')), /cancelled/);

    const again = await engine.gate(proposal?.id ?? '', undefined, model, never);
    assert.equal(again.gate.state, 'passed');
    assert.equal((await engine.proposal(again.id)).gate.state, 'passed', 'it is on disk');
    const mine = again.after.replace('is negative', 'is left out');
    const worse = await engine.gate(again.id, mine, model, never);
    assert.deepEqual(
      [worse.state, worse.gate.state],
      ['pending', 'failed'],
      'what the person made of it does not help',
    );
    assert.equal(worse.gate.examined, sha256(mine));
  });

  it('changes nothing in shadow mode', async () => {
    const before = (await house.engine.skills()).skills.map(({ tree }) => tree);
    await house.engine.solve(
      house.tasks.get('ledger-total')!,
      { model: house.model, approver: house.approver, review: 'shadow' },
      never,
    );
    assert.ok(house.events.some(({ type }) => type === 'proposal.shadow'));
    assert.deepEqual(await house.engine.proposals(), []);
    assert.deepEqual(
      (await house.engine.skills()).skills.map(({ tree }) => tree),
      before,
    );
  });
});
