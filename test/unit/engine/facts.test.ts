import assert from 'node:assert/strict';
import path from 'node:path';
import type { Engine } from '../../../src/engine/engine.js';
import type { RunEvent } from '../../../src/engine/events.js';
import { nothingSpent } from '../../../src/engine/write/spent.js';
import { rollBack } from '../../../src/engine/write/record/goBack.js';
import { Upkeep } from '../../../src/engine/write/record/upkeep.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { skillText } from '../skills/support.js';
import { deadWindow, sampleRun, writeLog } from '../store/runsSample.js';
import { useDesk, type Desk } from './desk.js';
import { partsBeside } from './standing.js';
import { near } from '../write/record/tracks.js';

const never = new AbortController().signal;

describe('what is known of a skill', () => {
  const newDesk = useDesk();
  let desk: Desk;
  let engine: Engine;
  const better = skillText('ledger', 'Do it better.\n');
  const facts = async (skill = 'ledger') => (await engine.facts()).get(skill);

  /** What was tried after a failure. */
  const tests: Readonly<Record<string, Pick<Extract<RunEvent, { type: 'attribution.tested' }>, 'test' | 'result'>>> = {
    m: { test: 'masked', result: 'passed' },
    u: { test: 'masked', result: 'unreplayable' },
    a: { test: 'again', result: 'passed' },
  };
  /** Judged runs with a version of a skill: `+` worked, `-` did not; a letter: it did not, and that was tried. */
  let written: RunEvent[][] = [];
  function runs(signs: string, version: number, skill = 'ledger'): void {
    for (const sign of signs) {
      const number = written.length + 1;
      const events = sampleRun({
        ...{ run: `run-${number}`, number, skill, at: Date.now() + number * 1000 },
        outcome: sign === '+' ? 'success' : 'failure',
      }).map((event) => (event.type === 'route.decided' ? { ...event, route: { ...event.route, version } } : event));
      const [last, test] = [events.at(-1), tests[sign]];
      const tested = { type: 'attribution.tested', spent: nothingSpent } as const;
      if (test && last) events.push({ ...tested, ...test, run: last.run, seq: last.seq + 1, at: last.at });
      written.push(events);
    }
    writeLog(path.join(engine.stateDir, 'runs/2026-01', `${deadWindow(1)}.jsonl`), written.flat());
  }

  beforeEach(async () => {
    written = [];
    desk = newDesk();
    await desk.write('ledger');
    engine = await desk.open();
    await engine.trust(['ledger']);
  });
  const accept = async (): Promise<unknown> =>
    await engine.accept(await desk.propose('ledger', skillText('ledger'), better));

  it('is its utility, which counts old rounds less', async () => {
    runs('++-', 1);
    near((await facts())?.utility.mean, 3 / 5);
    runs('+'.repeat(18), 1, 'other');
    const utility = (await facts())?.utility;
    near(utility?.mean, (1 + 0.7 * 2) / (2 + 0.7 * 3));
    assert.equal(utility?.uses, 3);
    near(utility.weight, 2.1);
  });

  it('is what it is worth compared with no skill, once that was tried', async () => {
    runs('++ua', 1);
    assert.equal((await facts())?.uplift, undefined);
    runs('m', 1);
    const uplift = (await facts())?.uplift;
    near(uplift?.mean, 2 / 5 - 1);
    assert.deepEqual(uplift?.masked, { runs: 1, passed: 1, afterFailure: 1 });
  });

  it('is how a version that Memento wrote does, until it is taken back', async () => {
    runs('+++++++++', 1);
    assert.equal((await facts())?.probation, undefined);
    await accept();
    assert.deepEqual((await facts())?.probation, { state: 'on_probation', uses: 0, of: 8 });
    runs('+-', 2);
    assert.deepEqual((await facts())?.probation, { state: 'on_probation', uses: 2, of: 8 });
    runs('----', 2);
    const probation = (await facts())?.probation;
    assert.equal(probation?.state, 'worse');
    assert.equal(probation.back, 1);

    const { history } = partsBeside(engine, desk.home, defaultLearning);
    const place = { name: 'ledger', dir: path.dirname(desk.file('ledger')), version: 2, back: probation.back };
    const { version, by } = await rollBack(history, place, 'It does worse.');
    assert.deepEqual([version, by], [3, 'restore']);
    assert.equal(await desk.read('ledger'), skillText('ledger'));
    const now = await facts();
    assert.deepEqual([now?.version, now?.probation, now?.utility.uses], [3, undefined, 9]);
    near(now?.utility.mean, 10 / 11);
  });

  it('takes no version back that a person has changed since', async () => {
    await accept();
    await desk.write('ledger', `${better}By hand.\n`);
    const { history } = partsBeside(engine, desk.home, defaultLearning);
    const place = { name: 'ledger', dir: path.dirname(desk.file('ledger')), version: 2, back: 1 };
    await assert.rejects(rollBack(history, place, ''), /was changed meanwhile/);
    await desk.write('ledger', better);
    await desk.write('ledger', 'echo 1\n', 'scripts/mine.sh');
    await assert.rejects(rollBack(history, place, ''), /was changed meanwhile/);
    assert.equal(await desk.read('ledger'), better);
    assert.equal(await desk.read('ledger', 'scripts/mine.sh'), 'echo 1\n');
  });

  it('shows in the run that was judged: before and after', async () => {
    runs('++', 1);
    const events: RunEvent[] = [];
    engine.onEvent((event) => events.push(event));
    await engine.feedback('#2', 'bad', {}, undefined, never);
    const learned = events.find((event) => event.type === 'learned');
    near(learned?.before.mean, 2 / 3);
    near(learned?.after.mean, 2 / 4);
    assert.deepEqual([learned?.before.uses, learned?.after.uses], [1, 2]);
    near((await facts())?.utility.mean, 2 / 4);
  });

  it('tells at a round’s end which skills are idle or do badly, and which alone Memento may put away', async () => {
    await desk.write('bad');
    await desk.write('mine');
    await engine.trust(['bad', 'mine']);
    await engine.accept(await desk.propose('made', null, skillText('made')));
    await engine.accept(await desk.propose('kept', null, skillText('kept')));
    await engine.lock('kept', true);
    const learning = { ...defaultLearning, roundLength: 10 };
    const { memory, log } = partsBeside(engine, desk.home, learning);
    const look = async () =>
      (await new Upkeep(memory, log, learning).look()).archive.map((one) => [one.skill, one.because, one.made]);
    runs('+', 1, 'made');
    runs('+'.repeat(9 + 10), 1);
    assert.deepEqual(await look(), [], 'one round without a use');
    runs('+', 1);
    runs('-'.repeat(9), 1, 'bad');
    assert.deepEqual(await look(), [
      ['bad', 'utility', 'person'],
      ['made', 'idle', 'memento'],
    ]);
    const withoutArchiving = new Upkeep(memory, log, { ...learning, archiving: false });
    assert.deepEqual((await withoutArchiving.look()).archive, []);
    await log.dispose();
  });
});
