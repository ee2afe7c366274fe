import assert from 'node:assert/strict';
import type { Trained } from '../../../../src/bench/house/house.js';
import { writesOf } from '../../../../src/bench/run/writes.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import type { RunEvent } from '../../../../src/engine/events.js';
import { type Arms, narrowed, never, openArms, Recorder } from '../arms.js';

const place = { condition: 'full', seed: '1', round: 1, task: 'some-task' };
type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

describe('what was written after a task', () => {
  const world = narrowed(frozenWorld('1', { train: 3, test: 1 }), ['ledger', 'naming', 'requests']);
  let arms: Arms;
  // Most of what is written is bad: gates have something to do.
  before(async () => (arms = await openArms({ writeErr: 0.7 })));
  after(() => arms.close());

  it('is all that the events of runs tell, once each', async () => {
    const { house } = await arms.house('full', world);
    const all: Trained[] = [];
    for (const round of [1, 2])
      for (const task of world.train(round))
        all.push(await house.train(task, round, task === world.train(round).at(-1), never));
    const events = all.flatMap((trained) => trained.events);
    const of = <Type extends RunEvent['type']>(type: Type): Of<Type>[] =>
      events.filter((event): event is Of<Type> => event.type === type);
    const writes = all.flatMap((trained) => writesOf(place, trained));

    const candidates = of('write.candidate').filter(({ state }) => state !== 'nothing');
    assert.equal(writes.filter(({ candidate }) => candidate !== undefined).length, candidates.length);
    const states = new Set(writes.map(({ state }) => state));
    assert.ok(states.has('accepted') && states.has('failed'), [...states].join());
    const failed = of('gate.finished').filter(({ report }) => report.state === 'failed');
    assert.equal(writes.filter(({ state }) => state === 'failed').length, failed.length);
    assert.ok(writes.filter(({ state }) => state === 'failed' || state === 'refused').every(({ reason }) => reason));
    const applied = of('proposal.decided').filter(({ state }) => state === 'applied');
    assert.equal(writes.filter(({ state }) => state === 'accepted').length, applied.length);

    // The candidate that is called accepted is the one whose text was examined.
    for (const { proposal } of of('proposal')) {
      if (proposal.gate.state !== 'passed') continue;
      const run = of('proposal').find((event) => event.proposal.id === proposal.id)?.run;
      const examined = of('gate.finished').filter((event) => event.run === run && event.report.state === 'passed');
      const [chosen] = examined.filter(({ report }) => report.examined === proposal.gate.examined);
      const accepted = writes.find((write) => write.run === run && write.state === 'accepted');
      assert.equal(accepted?.candidate, chosen?.candidate);
    }

    // A skill has a version for what it began with, and one for each rewrite.
    const facts = await house.engine.facts();
    const learned = [...facts].filter(([name]) => !(name in world.library));
    assert.ok(learned.length > 0);
    for (const [name, { version }] of learned) {
      const mine = writes.filter(
        ({ skill, state }) => skill === name && (state === 'accepted' || state === 'rolled back'),
      );
      assert.equal(mine.length, version, name);
    }
  });

  it('is accepted without a gate where a condition has none', async () => {
    const sink = new Recorder();
    await arms.run({ name: 'naive', world, rounds: 1, sink });
    assert.ok(sink.writes.length > 0);
    assert.deepEqual([...new Set(sink.writes.map(({ state }) => state))], ['accepted']);
    const tasks = new Map(sink.episodes.flatMap(({ run, task }) => (run === undefined ? [] : [[run, task]])));
    for (const { run, task } of sink.writes) assert.equal(tasks.get(run), task);
  });

  it('names the candidate that was chosen, not the last one that passed', () => {
    const base = { run: 'r', seq: 0, at: 0 };
    const report = (examined: string, passed: number): Of<'gate.finished'>['report'] => ({
      ...{ state: 'passed', examined, failures: { of: 3, passed }, hidden: { of: 1, passed: 1 }, unreplayable: 0 },
      ...{ successes: { of: 0, broken: 0 }, neighbours: { of: 0, broken: 0 }, tokensAdded: 0 },
      spent: { calls: 0, tokens: 0, ms: 0 },
    });
    const [better, worse] = [report('b', 2), report('w', 1)];
    const proposal = { id: 'p', operation: 'rewrite', skill: 's', gate: better } as Of<'proposal'>['proposal'];
    const events: RunEvent[] = [
      { ...base, type: 'write.started', operation: 'rewrite', skill: 's' },
      { ...base, type: 'write.candidate', number: 1, of: 3, state: 'refused', why: 'too long' },
      { ...base, type: 'write.candidate', number: 2, of: 3, state: 'written' },
      { ...base, type: 'gate.finished', candidate: 2, report: better },
      { ...base, type: 'write.candidate', number: 3, of: 3, state: 'written' },
      { ...base, type: 'gate.finished', candidate: 3, report: worse },
      { ...base, type: 'proposal', proposal, ms: 0 },
      { ...base, type: 'proposal.decided', proposal: 'p', state: 'applied' },
    ];
    const trained = { run: { id: 'r' }, events, accepted: [] } as unknown as Trained;
    assert.deepEqual(
      writesOf(place, trained).map(({ candidate, state, reason }) => [candidate, state, reason]),
      [
        [1, 'refused', 'too long'],
        [2, 'accepted', undefined],
        [3, 'outdone', undefined],
      ],
    );
  });
});
