import assert from 'node:assert/strict';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import type { Edits } from '../../../src/engine/feedback/edits.js';
import { editsSignal, undoneSignal } from '../../../src/engine/feedback/implicit.js';
import { limitSignal } from '../../../src/engine/feedback/limit.js';
import { personSignal } from '../../../src/engine/feedback/person.js';
import type { Signal } from '../../../src/engine/feedback/signal.js';
import { keptAfterMs, strengths } from '../../../src/engine/feedback/strength.js';
import { testsSignal } from '../../../src/engine/feedback/tests.js';
import { toolSignal } from '../../../src/engine/feedback/toolErrors.js';
import { english, text } from '../../../src/engine/text.js';

const brief = (signal: Signal | undefined): unknown => signal && [signal.outcome, signal.strength];

describe('tests before and after', () => {
  const judged = (state: 'passed' | 'failed' | 'timeout' | 'killed' | 'not-run') => ({
    state,
    exitCode: 1,
    tail: 'end',
  });
  const compared = (before: Parameters<typeof judged>[0], after: Parameters<typeof judged>[0]) =>
    testsSignal('npm test', judged(before), judged(after));

  it('speak only when they turned', () => {
    assert.deepEqual(brief(compared('passed', 'failed')), ['failure', strengths.testsTurned]);
    assert.deepEqual(brief(compared('failed', 'passed')), ['success', strengths.testsTurned]);
    assert.deepEqual(brief(compared('passed', 'passed')), ['unknown', 0]);
    assert.deepEqual(brief(compared('failed', 'failed')), ['unknown', 0]);
  });

  it('that did not come to their end, before or after, say nothing and say when', () => {
    for (const odd of ['timeout', 'killed', 'not-run'] as const)
      for (const good of ['passed', 'failed'] as const) {
        assert.deepEqual(brief(compared(odd, good)), ['unknown', 0]);
        assert.deepEqual(brief(compared(good, odd)), ['unknown', 0]);
        assert.match(english(compared(odd, good).detail), /before the run/);
        assert.match(english(compared(good, odd).detail), /after the run/);
      }
  });

  it('show their output only when it is news', () => {
    assert.equal(compared('passed', 'failed').check?.tail, 'end');
    assert.equal(compared('failed', 'failed').check?.tail, '');
  });
});

describe('tool errors', () => {
  const events = (...calls: ('ok' | 'failed' | 'denied')[]): RunEvent[] =>
    calls.flatMap((result, index) => {
      const call = `c${index}`;
      const bodies: RunEventBody[] = [
        ...(result === 'denied' ? [{ type: 'approval.answered', call, id: `a${index}`, choice: 'deny' } as const] : []),
        { type: 'tool.finished', step: 1, call, ok: result === 'ok', output: '', summary: text('x'), ms: 1 },
      ];
      return bodies.map((body) => ({ ...body, run: 'r', seq: index + 1, at: 0 }));
    });
  const seen = (...calls: Parameters<typeof events>): unknown => brief(toolSignal(events(...calls)));
  const sign = ['failure', strengths.toolErrors];

  it('are a sign when the last call failed, or half of two or more', () => {
    assert.deepEqual(seen('ok', 'ok', 'failed'), sign);
    assert.deepEqual(seen('failed'), sign);
    assert.deepEqual(seen('failed', 'ok'), sign);
    assert.deepEqual(seen('failed', 'failed', 'ok', 'ok'), sign);
    assert.equal(seen('failed', 'ok', 'ok'), undefined);
    assert.equal(seen('ok'), undefined);
    assert.equal(seen(), undefined);
  });

  it('are none of the agent’s where the person denied the call', () => {
    assert.equal(seen('ok', 'denied'), undefined);
    assert.equal(seen('denied'), undefined);
    assert.deepEqual(seen('failed', 'denied'), sign);
  });
});

describe('limits', () => {
  it('say that the task was not done; an answer does not', () => {
    const limits = { maxSteps: 30, maxMinutes: 10 };
    assert.equal(limitSignal('answered', limits), undefined);
    for (const stop of ['steps', 'time', 'truncated', 'repeated', 'context'] as const)
      assert.deepEqual(brief(limitSignal(stop, limits)), ['failure', strengths.limit], stop);
    assert.match(english(limitSignal('steps', limits)!.detail), /30 steps/);
    assert.match(english(limitSignal('time', limits)!.detail), /10 minutes/);
  });
});

describe('what the person did with the edits', () => {
  const edits = (some: Partial<Edits>): Edits => ({ kept: [], restored: [], removed: [], others: [], ...some });
  const day = keptAfterMs;

  it('all brought back decides; not when some are left, and not when they only removed what the run had made', () => {
    const all = ['failure', strengths.allReverted];
    const some = ['failure', strengths.someReverted];
    assert.deepEqual(brief(editsSignal(edits({ restored: ['a'] }), 0)), all);
    assert.deepEqual(brief(editsSignal(edits({ restored: ['a'], removed: ['b'] }), 0)), all);
    assert.deepEqual(brief(editsSignal(edits({ restored: ['a'], kept: ['b'] }), 0)), some);
    assert.deepEqual(brief(editsSignal(edits({ restored: ['a'], others: ['b'] }), 0)), some);
    assert.deepEqual(brief(editsSignal(edits({ removed: ['a', 'b'] }), 0)), some);
    assert.deepEqual(editsSignal(edits({ restored: ['a'], kept: ['b'] }), 0)?.files, ['a']);
  });

  it('kept for a day is a weak sign of success, a moment less is none', () => {
    assert.deepEqual(brief(editsSignal(edits({ kept: ['a'] }), day)), ['success', strengths.kept]);
    assert.equal(editsSignal(edits({ kept: ['a'] }), day - 1), undefined);
  });

  it('gone on with says nothing where that is most of it', () => {
    assert.deepEqual(brief(editsSignal(edits({ kept: ['a'], others: ['b'] }), day)), ['success', strengths.kept]);
    assert.equal(editsSignal(edits({ kept: ['a'], others: ['b', 'c'] }), day), undefined);
    assert.equal(editsSignal(edits({ others: ['b'] }), day), undefined);
    assert.equal(editsSignal(edits({}), day), undefined);
  });

  it('undone is a sign of failure that can decide, with the files, of which it keeps twenty', () => {
    assert.deepEqual(brief(undoneSignal(['a'])), ['failure', strengths.undone]);
    assert.equal(undoneSignal(Array.from({ length: 30 }, (_, index) => `f${index}`)).files?.length, 20);
  });
});

describe('the person’s word', () => {
  it('holds the reason and the right answer, trimmed; empty ones are not kept', () => {
    assert.deepEqual(personSignal('bad', { reason: ' too low ', answer: ' 12 ' }, '11'), {
      source: 'user',
      outcome: 'failure',
      strength: strengths.user,
      detail: text('You said it was wrong.'),
      reason: 'too low',
      expected: '12',
    });
    assert.deepEqual(Object.keys(personSignal('good', { reason: ' ', answer: '' }, '11')), [
      'source',
      'outcome',
      'strength',
      'detail',
    ]);
  });

  it('cannot correct an answer to itself', () => {
    assert.throws(() => personSignal('bad', { answer: '11.0' }, '11'), /the answer the run gave/);
    assert.equal(personSignal('good', { answer: '11' }, '11').outcome, 'success');
  });
});
