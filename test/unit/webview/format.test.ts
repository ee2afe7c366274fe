import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import type { RunSummary } from '../../../src/protocol.js';
import { age, clock, duration, percent, tokens } from '../../../webview-ui/format.js';
import { locale, parts, say, setLanguage, t } from '../../../webview-ui/l10n.js';
import { matches } from '../../../webview-ui/runFilter.js';
import { manyRuns } from '../../support/panelRuns.js';

describe('webview: words and figures', () => {
  afterEach(() => setLanguage({}, 'en'));

  it('writes figures briefly', () => {
    assert.equal(percent(0.839), '84\u00a0%');
    assert.deepEqual([0, 999, 18_234, 999_949, 999_951, 1_400_000].map(tokens), [
      '0',
      '999',
      '18.2k',
      '999.9k',
      '1.0M',
      '1.4M',
    ]);
    assert.equal(tokens(null), '–', 'what is not known is a dash, never zero');
    assert.deepEqual([-5, 0, 102_000, 3_727_000].map(clock), ['0:00', '0:00', '1:42', '1:02:07']);
    assert.deepEqual([0.3, 12, 400, 4400, 125_000].map(duration), [
      '0.3\u00a0ms',
      '12\u00a0ms',
      '0.4\u00a0s',
      '4.4\u00a0s',
      '2:05',
    ]);
  });

  it('says how long ago in the shortest true words', () => {
    const now = new Date(2026, 10, 20, 15, 0).getTime();
    const ago = (...back: [days: number, hours: number, minutes: number]) =>
      age(now - ((back[0] * 24 + back[1]) * 60 + back[2]) * 60_000, now);
    assert.deepEqual(
      [
        ago(0, 0, 0),
        ago(0, 0, 2),
        ago(0, 5, 30),
        ago(0, 13, 0),
        ago(0, 16, 0),
        ago(1, 0, 0),
        ago(3, 0, 0),
        ago(16, 0, 0),
      ],
      ['now', '2 min', '5 h', '13 h', 'yesterday', 'yesterday', 'Tue', 'Nov 4'],
    );
    const midnight = new Date(2026, 10, 20, 0, 30).getTime();
    assert.equal(age(midnight - 60 * 60_000, midnight), '1 h', 'an hour ago is not yesterday');
  });

  it('translates by the English text and keeps placeholders nobody filled', () => {
    setLanguage({ '{0} of {1}': '{1} 중 {0}', Run: '실행' }, 'ko');
    assert.equal(t('{0} of {1}', 1, 2), '2 중 1');
    assert.equal(say(text('Run')), '실행');
    assert.equal(t('not translated {0}', 'x'), 'not translated x');
    assert.equal(locale(), 'ko');
    assert.deepEqual(parts(t('{0} of {1}')), [1, ' 중 ', 0]);
    setLanguage({}, 'qps-ploc');
    assert.equal(typeof tokens(12_345), 'string', 'a language the engine does not know breaks nothing');
  });

  it('finds runs', () => {
    const found = (query: string): readonly RunSummary[] => manyRuns(40, 0).filter((run) => matches(run, query));
    assert.equal(found('').length, 40);
    assert.ok(found('ledgers CLOSING').every(({ task }) => task.prompt === 'Which ledgers miss a closing balance?'));
    assert.ok(found('skill:log').every(({ skill }) => skill === 'log-triage'));
    assert.ok(found('skill:none').every(({ skill }) => skill === null));
    assert.ok(found('is:failed').every(({ outcome }) => outcome === 'failure'));
    assert.deepEqual(
      found('is:cancelled').map(({ status }) => status),
      ['cancelled'],
    );
    assert.deepEqual(
      found('#12').map(({ number }) => number),
      [12],
    );
    assert.equal(found('is:fai').length, 40, 'an unfinished word hides nothing');
    assert.equal(found('no such words').length, 0);
  });
});
