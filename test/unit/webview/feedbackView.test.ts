import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import { begin, fold, type RunView } from '../../../webview-ui/runView.js';
import type { RunEvent } from '../../../src/protocol.js';
import { begun } from '../../support/panelEvents.js';
import { judgedRun, signsRun } from '../../support/panelSigns.js';
import { passedRun } from '../../support/panelRuns.js';

/** The run after each of its events. */
function frames(events: readonly RunEvent[]): RunView[] {
  const [first, ...rest] = events;
  assert.equal(first?.type, 'run.started');
  const frames = [begin(first)];
  for (const event of rest) frames.push(fold(frames.at(-1)!, event));
  return frames;
}

describe('evidence in the panel’s run', () => {
  it('says what is being waited for: the tests first, the tests again, the judge', () => {
    const script = begun('r', 1, 0);
    script.add(1, { type: 'tests.started', command: 'npm test', when: 'before' }, { type: 'step.started', step: 1 });
    const [, , ...seen] = frames(script.events).map(({ preparing, checking }) => [preparing, checking]);
    assert.deepEqual(seen.slice(-2), [
      ['npm test', null],
      [null, null],
    ]);
    const tested = frames(signsRun(0).events);
    const running = tested.filter(({ checking }) => checking !== null);
    assert.deepEqual(new Set(running.map(({ checking }) => checking)), new Set(['npm test']));
    assert.equal(
      running.at(-1)?.signals.some(({ signal }) => signal.source === 'tests'),
      false,
    );
    const judging = frames(judgedRun(0).events).filter((run) => run.judging);
    assert.deepEqual(
      judging.map(({ signals }) => signals.length),
      [0],
      'from the question to its answer',
    );
  });

  it('keeps one signal of each source, and the verdict with what speaks for and against', () => {
    const run = frames(signsRun(0).events).at(-1)!;
    assert.deepEqual(
      run.signals.map(({ signal }) => signal.source),
      ['tool', 'tests', 'diagnostics', 'implicit'],
    );
    assert.deepEqual(run.verdict?.signs, { success: ['diagnostics'], failure: ['tests', 'tool'] });
  });

  it('forgets what the skill learned when the verdict is taken back', () => {
    const script = passedRun(0);
    assert.equal(frames(script.events).at(-1)!.learned.length, 1);
    script.add(1, { type: 'verdict', verdict: { outcome: 'unknown', reason: text('Nothing.') } });
    assert.equal(frames(script.events).at(-1)!.learned.length, 0);
  });

  it('ends what it waits for with the run', () => {
    const script = begun('r', 1, 0);
    script.add(
      1,
      { type: 'tests.started', command: 'npm test', when: 'before' },
      { type: 'judge.started' },
      { type: 'run.finished', status: 'cancelled', ms: 5 },
    );
    const { preparing, checking, judging } = frames(script.events).at(-1)!;
    assert.deepEqual([preparing, checking, judging], [null, null, false]);
  });
});
