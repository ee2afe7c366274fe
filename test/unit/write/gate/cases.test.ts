import assert from 'node:assert/strict';
import type { RunRecord } from '../../../../src/engine/store/runRecord.js';
import { deal, dealBoth } from '../../../../src/engine/write/gate/cases.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';
import { record } from '../records.js';

const idsOf = (some: readonly RunRecord[]): string => some.map(({ run }) => run.id).join('');
const runs = (ids: string) => Array.from(ids, (id) => record(id));
function dealt(failures: string, successes = '', more = {}) {
  const cases = deal(runs(failures), { successes: runs(successes), mended: [] }, { ...defaultLearning, ...more });
  return [cases.shown, cases.hidden, cases.keep, cases.successes].map(idsOf).join('|');
}

describe('what a change is made from and tried on', () => {
  it('a third of the failures is held back, none of one or two', () => {
    assert.equal(dealt('a'), 'a|||');
    assert.equal(dealt('ab'), 'ab|||');
    assert.equal(dealt('ab', '', { hiddenShare: 1 / 2 }), 'ab|||', 'below `hiddenFrom`');
    assert.equal(dealt('abc'), 'ab|c||');
    assert.equal(dealt('abcde'), 'abcd|e||');
    assert.equal(dealt('abcdef'), 'abcd|ef||');
  });

  it('at most four are shown, of the latest eight', () => {
    assert.equal(dealt('abcdefghij'), 'efgh|ij||');
  });

  it('a task that failed several times is one example, the latest time', () => {
    const again = [record('a', { task: { prompt: 'p' } }), record('b'), record('c', { task: { prompt: 'p' } })];
    const { shown, hidden } = deal(again, { successes: [], mended: [] }, defaultLearning);
    assert.deepEqual([shown, hidden].map(idsOf), ['bc', '']);
  });

  it('no success is shown where none is to be', () => {
    assert.equal(dealt('a', 'xyz', { keep: 0 }), 'a|||xyz');
  });

  it('none is held back when that is switched off', () => {
    assert.equal(dealt('abc', '', { hidden: false }), 'abc|||');
  });

  it('of successes that say the same the latest four are shown, the latest eight are replayed', () => {
    const [same, none] = [{ task: { prompt: 'Total of the ledger?' } }, { task: { prompt: '' } }];
    const failed = [record('a', same)];
    const successes = Array.from('qrstuvwxyz', (id) => record(id, { task: { ...none.task, check: id } }));
    const { keep, successes: replayed } = deal(failed, { successes, mended: [] }, defaultLearning);
    assert.deepEqual([keep, replayed].map(idsOf), ['wxyz', 'stuvwxyz']);
    assert.equal(dealt('a', 'xyz', { regression: false }), 'a||xyz|');
  });

  it('what earlier changes have mended is replayed beside the successes, in the order of time, and not shown', () => {
    const at = (id: string, number: number, prompt = id) => record(id, { number, task: { prompt, check: 'true' } });
    const worked = {
      successes: [at('w', 2), at('y', 4), at('z', 5, 'again')],
      mended: [at('u', 1), at('x', 3, 'again')],
    };
    const { keep, successes } = deal([at('a', 6)], worked, defaultLearning);
    assert.deepEqual([keep, successes].map(idsOf), ['wyz', 'uwyz'], 'one task counts once, the latest time');
    assert.deepEqual(deal([at('a', 6)], worked, { ...defaultLearning, regression: false }).successes, []);
    const opened = deal([at('u', 1)], worked, defaultLearning);
    assert.deepEqual([opened.shown, opened.successes].map(idsOf), ['u', 'wyz'], 'opened again, it is to be mended');
  });

  it('of two skills that become one the latest two of each are shown, the latest eight of each are replayed', () => {
    const { shown, hidden, keep, successes } = dealBoth([runs('abcdefghij'), runs('xy')], defaultLearning);
    assert.deepEqual([shown, hidden, keep, successes].map(idsOf), ['', '', 'ijxy', 'cdefghijxy']);
  });
});
