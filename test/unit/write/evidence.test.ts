import assert from 'node:assert/strict';
import path from 'node:path';
import { sha256 } from '../../../src/engine/store/hash.js';
import { text } from '../../../src/engine/text.js';
import { Evidence } from '../../../src/engine/write/evidence.js';
import { notGated } from '../../../src/engine/write/gate/report.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { useDesk } from '../engine/desk.js';
import { partsBeside } from '../engine/standing.js';
import { deadWindow, sampleRun, writeLog } from '../store/runsSample.js';
import { draftFor, proposalsOf } from './support.js';

describe('what has happened so far', () => {
  const desk = useDesk();

  it('is used up by the proposals that were made from it, but for merges: a success may be judged otherwise later', async () => {
    const { home, open } = desk();
    const engine = await open();
    const proposals = proposalsOf({ home, workspace: engine.workspace });
    await proposals.create(draftFor('rows', 'a', 'b', { runs: ['failed'] }));
    await proposals.create(draftFor('rows', 'a', 'c', { operation: 'merge', runs: ['worked'] }));
    const { memory, log } = partsBeside(engine, home, defaultLearning);
    const { closed } = await Evidence.gather({ log, memory, proposals, settings: defaultLearning });
    assert.deepEqual([...closed], ['failed']);
    await log.dispose();
  });

  it('keeps the failures that were written from in vain, and those that the change left as they were; what it mended works', async () => {
    const { home, open } = desk();
    const engine = await open();
    const proposals = proposalsOf({ home, workspace: engine.workspace });
    const vain = {
      type: 'write.nothing',
      reason: text('No change passed the gate.'),
      runs: ['run-0', 'run-1'],
    } as const;
    const runs = [0, 1].map((index) =>
      sampleRun({ run: `run-${index}`, number: index + 1, at: Date.now() + index, skill: 'rows', outcome: 'failure' }),
    );
    const last = runs[1]?.at(-1);
    assert.ok(last);
    const told = { ...vain, run: last.run, seq: last.seq + 1, at: last.at };
    writeLog(path.join(engine.stateDir, 'runs/2026-01', `${deadWindow(1)}.jsonl`), [...runs.flat(), told]);
    const gate = { ...notGated(text('t')), state: 'passed' as const, unmended: ['run-1'] };
    const before = draftFor('rows', 'a', 'b', { runs: ['run-0', 'run-1'], gate });
    const look = async () => {
      const { memory, log } = partsBeside(engine, home, defaultLearning);
      const evidence = await Evidence.gather({ log, memory, proposals, settings: defaultLearning });
      await log.dispose();
      const mended = (skill: string | null) => evidence.workedWith(skill).mended.map(({ run }) => run.id);
      assert.deepEqual([...mended('dates'), ...mended(null)], []);
      return [[...evidence.closed], [...evidence.tried], mended('rows')];
    };
    assert.deepEqual(await look(), [
      [],
      [
        ['run-0', { version: 2, times: 1 }],
        ['run-1', { version: 2, times: 1 }],
      ],
      [],
    ]);
    const { id } = await proposals.create({ ...before, baseVersion: 4 });
    assert.deepEqual(await look(), [['run-0', 'run-1'], [], []], 'while it waits they are taken');
    await proposals.decide(await proposals.get(id), 'applied', { appliedHash: sha256('b') });
    assert.deepEqual(await look(), [['run-0'], [['run-1', { version: 5, times: 2 }]], ['run-0']]);
    await proposals.decide(await proposals.get(id), 'applied', { appliedHash: sha256('by hand') });
    assert.deepEqual(await look(), [['run-0', 'run-1'], [], []], 'of another text the gate knows nothing');
  });

  it('tells the requests of a change from the other ones: its own failures and successes, not those without a skill', async () => {
    const { home, open } = desk();
    const engine = await open();
    const runs = ['- ledger', '+ ledger', '+ none', '- none', '+ rows'].map((line, index) => {
      const [sign, skill = ''] = line.split(' ');
      const outcome = sign === '+' ? ('success' as const) : ('failure' as const);
      return sampleRun({ run: `run-${index}`, number: index + 1, at: Date.now() + index, skill, outcome }).map(
        (event) =>
          event.type === 'route.decided' && skill === 'none'
            ? { ...event, route: { ...event.route, chosen: null, version: null } }
            : event,
      );
    });
    writeLog(path.join(engine.stateDir, 'runs/2026-01', `${deadWindow(1)}.jsonl`), runs.flat());
    const { memory, log } = partsBeside(engine, home, defaultLearning);
    const proposals = proposalsOf({ home, workspace: engine.workspace });
    const evidence = await Evidence.gather({ log, memory, proposals, settings: defaultLearning });
    const asked = (number: number): string => `Write asset tag ${number}.`;
    const of = (skill: string | null, failed: number) =>
      evidence.requestsOf({ skill, runs: evidence.records.filter(({ run }) => run.number === failed) });
    assert.deepEqual(of('ledger', 1), { own: [1, 2].map(asked), others: [3, 4, 5].map(asked) });
    assert.deepEqual(of(null, 4), { own: [asked(4)], others: [1, 2, 3, 5].map(asked) });
    await log.dispose();
  });
});
