import assert from 'node:assert/strict';
import { english, text } from '../../../src/engine/text.js';
import { type GateReport, notGated } from '../../../src/engine/write/gate/report.js';
import { gateSentence } from '../../../src/engine/write/gate/sentence.js';

const report = (more: Partial<GateReport>): string =>
  english(
    gateSentence({
      ...notGated(text('Nothing has been replayed.')),
      state: 'passed',
      failures: { of: 4, passed: 3 },
      hidden: { of: 1, passed: 1 },
      successes: { of: 6, broken: 0 },
      neighbours: { of: 2, broken: 0 },
      tokensAdded: 12,
      ...more,
    }),
  );

describe('the gate in one sentence', () => {
  it('says what is fixed, what broke and what it adds', () => {
    assert.equal(
      report({}),
      'fixes 3 of 4 failures, one of them never shown; 8 old successes replayed, 0 broken; +12 tokens',
    );
    assert.equal(
      report({ hidden: { of: 2, passed: 2 }, neighbours: { of: 2, broken: 1 }, tokensAdded: -7 }),
      'fixes 3 of 4 failures, 2 of them never shown; 8 old successes replayed, 1 broken; −7 tokens',
    );
    assert.equal(
      report({ hidden: { of: 1, passed: 0 }, state: 'failed', tokensAdded: 0 }),
      'fixes 3 of 4 failures; 8 old successes replayed, 0 broken; +0 tokens',
    );
  });

  it('says what could not be replayed, and nothing of failures where there are none', () => {
    assert.equal(
      report({ unreplayable: 2 }),
      'fixes 3 of 4 failures, 1 of them never shown; 8 old successes replayed, 0 broken; +12 tokens; 2 runs could not be replayed',
    );
    const none = { failures: { of: 0, passed: 0 }, hidden: { of: 0, passed: 0 } };
    assert.equal(report(none), '8 old successes replayed, 0 broken; +12 tokens');
    assert.equal(
      report({ ...none, unreplayable: 1 }),
      '8 old successes replayed, 0 broken; +12 tokens; 1 runs could not be replayed',
    );
  });

  it('of two skills that become one says what of both was replayed', () => {
    const none = { both: true, failures: { of: 0, passed: 0 }, hidden: { of: 0, passed: 0 } } as const;
    assert.equal(report(none), 'replays 8 old successes of both, 0 broken; +12 tokens');
    assert.equal(
      report({ ...none, successes: { of: 6, broken: 1 }, unreplayable: 3 }),
      'replays 8 old successes of both, 1 broken; +12 tokens; 3 runs could not be replayed',
    );
  });

  it('of tasks that worked without a skill says how many pass with it', () => {
    const own = { fromSuccesses: true, failures: { of: 2, passed: 2 }, hidden: { of: 0, passed: 0 } } as const;
    const told = '2 of 2 tasks that worked without it pass; 8 old successes replayed, 0 broken; +12 tokens';
    assert.equal(report(own), told);
    assert.equal(report({ ...own, unreplayable: 1 }), `${told}; 1 runs could not be replayed`);
  });

  it('of what was not replayed says why', () => {
    assert.equal(
      english(gateSentence(notGated(text('The agent suggested it during the run.')))),
      'The agent suggested it during the run.',
    );
    const { failures, hidden, successes, neighbours, unreplayable, tokensAdded, spent } = notGated(text('x'));
    const silent = { failures, hidden, successes, neighbours, unreplayable, tokensAdded, spent } as const;
    assert.equal(english(gateSentence({ state: 'not-gated', ...silent })), 'Nothing has been replayed.');
  });
});
