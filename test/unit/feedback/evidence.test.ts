import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EngineOptions } from '../../../src/engine/engine.js';
import { defaultSettings } from '../../../src/engine/engine.js';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import type { FeedbackSettings } from '../../../src/engine/feedback/settings.js';
import type { Signal } from '../../../src/engine/feedback/signal.js';
import { strengths } from '../../../src/engine/feedback/strength.js';
import type { Diagnostics } from '../../../src/engine/ports.js';
import { alive } from '../../support/alive.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';

const never = new AbortController().signal;
const made = 'scripts/ledger-total.mjs';

describe('evidence of a run without a check, in the practice world over HTTP', () => {
  let house: PracticeHouse;
  const open = async (feedback: Partial<FeedbackSettings>, more: Partial<EngineOptions> = {}): Promise<void> => {
    const settings = { ...defaultSettings, feedback: { command: '', judge: false, ...feedback } };
    house = await openPracticeHouse({ settings, ...more });
  };
  afterEach(() => house.close());

  const solve = (task: { prompt?: string; check?: string } = {}, signal = never): Promise<RunSummary> => {
    const prompt = house.tasks.get('ledger-total')!.prompt;
    return house.engine.solve({ prompt, ...task }, { model: house.model, approver: house.approver }, signal);
  };
  const signals = (): readonly Signal[] =>
    house.events.flatMap((event) => (event.type === 'signal' ? [event.signal] : []));
  const commands = (): readonly unknown[] =>
    house.events.flatMap((event) => (event.type === 'tests.started' ? [[event.when, event.command]] : []));
  const brief = ({ outcome, decidedBy }: RunSummary): unknown => [outcome, decidedBy];

  it('tests that passed before and fail now make it a failure, with their output', async () => {
    const command = `! test -e ${made} || { echo spoilt; exit 1; }`;
    await open({ command });
    const run = await solve();
    assert.deepEqual(brief(run), ['failure', 'tests']);
    assert.deepEqual(commands(), [
      ['before', command],
      ['after', command],
    ]);
    const [signal] = signals();
    assert.deepEqual([signal?.source, signal?.strength], ['tests', strengths.testsTurned]);
    assert.deepEqual(signal?.check, { command, before: 0, exitCode: 1, tail: 'spoilt' });
    assert.equal(house.events.filter(({ type }) => type === 'proposal').length, 0, 'one sign is no ground to write');
    assert.ok((await house.engine.facts()).get('ledger-conventions')!.utility.mean < 0.5);
  });

  it('tests that failed before and pass now make it a success', async () => {
    await open({ command: `test -e ${made}` });
    assert.deepEqual(brief(await solve()), ['success', 'tests']);
    assert.ok((await house.engine.facts()).get('ledger-conventions')!.utility.mean > 0.5);
  });

  it('tests that come out as before say nothing, and nothing is learned', async () => {
    await open({ command: 'true' });
    assert.deepEqual(brief(await solve()), ['unknown', undefined]);
    assert.deepEqual(
      signals().map(({ source, outcome }) => [source, outcome]),
      [['tests', 'unknown']],
    );
    assert.equal((await house.engine.facts()).get('ledger-conventions')!.utility.uses, 0);
  });

  it('tests are left alone where the task has a check of its own, and not run again where nothing could have changed', async () => {
    await open({ command: 'true' });
    await solve({ check: 'true' });
    assert.deepEqual(commands(), []);
    await solve({ prompt: 'Sing a song.' });
    assert.deepEqual(commands(), [['before', 'true']]);
    assert.deepEqual(
      signals().map(({ source }) => source),
      ['check'],
    );
  });

  it('tests can be cancelled, before the agent and after it, and nothing of them is left', async () => {
    for (const when of ['before', 'after'] as const) {
      const slow = when === 'before' ? 'true' : `test -e ${made}`;
      const nap = `5${String(process.pid).padStart(7, '0')}`;
      await open({ command: `${slow} && { touch started; sleep ${nap}; } || true` });
      const cancel = new AbortController();
      const listening = house.engine.onEvent((event: RunEvent) => {
        if (event.type !== 'tests.started' || event.when !== when) return;
        const seen = setInterval(() => {
          if (!existsSync(path.join(house.workspace, 'started'))) return;
          clearInterval(seen);
          cancel.abort();
        }, 5);
      });
      const run = await solve({}, cancel.signal);
      listening.dispose();
      assert.equal(run.status, 'cancelled', when);
      assert.deepEqual(await alive(nap), []);
      if (when === 'before') await house.close();
    }
  });

  it('a file with a new error makes it a failure; the editor is asked before and after', async () => {
    const asked: number[] = [];
    const diagnostics: Diagnostics = {
      read: () => {
        asked.push(house.events.length);
        const problem = { path: made, line: 3, severity: 'error' as const, message: 'does not end' };
        const broken = existsSync(path.join(house.workspace, made));
        return Promise.resolve({ problems: broken ? [problem] : [], open: new Set<string>() });
      },
      onDidChange: () => ({ dispose: () => undefined }),
    };
    await open({}, { diagnostics });
    assert.deepEqual(brief(await solve()), ['failure', 'diagnostics']);
    assert.deepEqual(signals()[0]?.problems, [{ path: made, line: 3, severity: 'error', message: 'does not end' }]);
    assert.equal(asked.length, 2);
    await solve({ prompt: 'Sing a song.' });
    assert.equal(asked.length, 3, 'nothing changed: nothing is waited for');
  });

  it('without a judge nothing is known; with one its opinion counts, with its mark and its cost', async () => {
    await open({});
    assert.deepEqual(brief(await solve()), ['unknown', undefined]);
    await house.close();
    await open({ judge: true });
    const run = await solve();
    assert.deepEqual(brief(run), ['success', 'judge']);
    assert.deepEqual(brief((await house.engine.runs())[0]!), ['success', 'judge']);
    const [signal] = signals();
    assert.equal(signal?.judge?.spent.calls, 3);
    assert.ok(house.events.some(({ type }) => type === 'judge.started'));
    assert.equal((await house.engine.routerReport()).graded, 0, 'an opinion is no label for the router');
  });

  it('a judge is not asked where something stronger has decided', async () => {
    await open({ judge: true, command: `test -e ${made}` });
    assert.deepEqual(brief(await solve()), ['success', 'tests']);
    await solve({ check: 'false' });
    assert.equal(house.events.filter(({ type }) => type === 'judge.started').length, 0);
  });

  it('an overruled judge is kept with the person’s word beside it', async () => {
    await open({ judge: true });
    const run = await solve();
    const judged = await house.engine.feedback(run.id, 'bad', { answer: '1934.03' }, undefined, never);
    assert.deepEqual(brief(judged), ['failure', 'user']);
    const verdict = house.events.findLast((event) => event.type === 'verdict')?.verdict;
    assert.deepEqual(verdict?.signs, { success: ['judge'], failure: ['user'] });
  });
});
