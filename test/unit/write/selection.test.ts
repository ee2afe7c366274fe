import assert from 'node:assert/strict';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import type { RunEventBody } from '../../../src/engine/events.js';
import { text } from '../../../src/engine/text.js';
import { UnusableReplyError } from '../../../src/engine/write/ask.js';
import { type GateReport, notGated } from '../../../src/engine/write/gate/report.js';
import { select } from '../../../src/engine/write/selection.js';

const report = (state: GateReport['state'], passed: number, of = 2): GateReport => ({
  ...notGated(text('Not tried.')),
  state,
  failures: { of, passed },
});

/** What each candidate comes to: its text, or what is thrown; and how it is found, with its worth. */
type Candidate = readonly [string | undefined | Error, GateReport?, number?, CancelledError?];

async function chosen(candidates: readonly Candidate[], signal = new AbortController().signal) {
  const events: RunEventBody[] = [];
  const examined: string[] = [];
  const selection = await select(
    candidates.length,
    1,
    ({ number }) => {
      const [made] = candidates[number - 1] ?? [];
      if (made instanceof Error) return Promise.reject(made);
      return Promise.resolve(
        made === undefined ? undefined : { operation: 'rewrite', skill: 'a', after: made, summary: made },
      );
    },
    ({ after }, { number }) => {
      examined.push(after);
      const [, found = report('passed', 2), worth = 0, cancelled] = candidates[number - 1] ?? [];
      return Promise.resolve({ report: found, worth, ...(cancelled ? { cancelled } : {}) });
    },
    (event) => events.push(event),
    signal,
  );
  return {
    ...selection,
    examined: examined.join(''),
    said: events.flatMap((event) => (event.type === 'write.candidate' ? event.state : [])).join(' '),
  };
}

const unusable = new UnusableReplyError(text('Unusable.'), 'It held no valid JSON object.', undefined);
const lost = new HumanError(text('The endpoint cannot be reached.'));

describe('the best of several candidates', () => {
  it('is the one of most worth that passed', async () => {
    const found = await chosen([
      ['x', report('passed', 1), 0.4],
      ['y', report('passed', 1), 0.6],
      ['z', report('passed', 1), 0.5],
    ]);
    assert.equal(found.chosen?.draft.after, 'y');
    assert.equal(found.examined, 'xyz');
  });

  it('is taken at once when it mends everything', async () => {
    const found = await chosen([['x', report('failed', 0)], ['y', report('passed', 2)], ['z']]);
    assert.deepEqual([found.chosen?.draft.after, found.examined, found.refused.length], ['y', 'xy', 1]);
  });

  it('is none when all are turned down, and all of them are remembered', async () => {
    const found = await chosen([
      ['x', report('failed', 1)],
      ['y', report('failed', 0)],
    ]);
    assert.equal(found.chosen, undefined);
    assert.deepEqual(
      found.refused.map(({ draft }) => draft.after),
      ['x', 'y'],
    );
  });

  it('passes over what is no candidate and what was tried', async () => {
    const found = await chosen([
      [unusable],
      ['x', report('failed', 0)],
      ['x'],
      [undefined],
      ['y', report('passed', 1), 0.1],
    ]);
    assert.equal(found.examined, 'xy');
    assert.equal(found.said, 'refused written nothing nothing written');
    assert.equal(found.chosen?.draft.after, 'y');
  });

  it('offers what could not be examined only when nothing was proven', async () => {
    const first = await chosen([['x', report('not-gated', 0)], ['y']]);
    assert.deepEqual([first.chosen?.draft.after, first.examined], ['x', 'x']);
    const second = await chosen([
      ['x', report('passed', 1), 0.1],
      ['y', report('not-gated', 0)],
    ]);
    assert.equal(second.chosen?.draft.after, 'x');
  });

  it('keeps what it has when it is stopped', async () => {
    const cancelled = new CancelledError();
    const inGate = await chosen([['x', report('not-gated', 1), 0, cancelled], ['y']]);
    assert.deepEqual([inGate.chosen?.draft.after, inGate.stopped], ['x', cancelled]);
    const inWriting = await chosen([['x', report('passed', 1), 0.1], [lost]]);
    assert.deepEqual([inWriting.chosen?.draft.after, inWriting.stopped], ['x', lost]);
  });

  it('fails when it is stopped before there is anything', async () => {
    await assert.rejects(chosen([[lost]]), lost);
    await assert.rejects(chosen([['x']], AbortSignal.abort()), CancelledError);
  });
});
