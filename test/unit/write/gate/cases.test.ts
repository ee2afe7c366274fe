import assert from 'node:assert/strict';
import { deal, dealBoth } from '../../../../src/engine/write/gate/cases.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';
import { record } from '../records.js';

const runs = (ids: string) => Array.from(ids, (id) => record(id));
function dealt(failures: string, successes = '', more = {}) {
  const cases = deal(runs(failures), runs(successes), { ...defaultLearning, ...more });
  const ids = (some: readonly { run: { id: string } }[]) => some.map(({ run }) => run.id).join('');
  return [ids(cases.shown), ids(cases.hidden), ids(cases.keep), ids(cases.successes)].join('|');
}

describe('what a change is made from and tried on', () => {
  it('a third of the failures is held back, one of two at least, none of one', () => {
    assert.equal(dealt('a'), 'a|||');
    assert.equal(dealt('ab'), 'a|b||');
    assert.equal(dealt('abc'), 'ab|c||');
    assert.equal(dealt('abcde'), 'abcd|e||');
    assert.equal(dealt('abcdef'), 'abcd|ef||');
  });

  it('at most four are shown, of the latest eight', () => {
    assert.equal(dealt('abcdefghij'), 'efgh|ij||');
  });

  it('none is held back when that is switched off', () => {
    assert.equal(dealt('abc', '', { hidden: false }), 'abc|||');
  });

  it('the latest four successes are shown, the latest eight are replayed', () => {
    assert.equal(dealt('a', 'qrstuvwxyz'), 'a||wxyz|stuvwxyz');
    assert.equal(dealt('a', 'xyz', { regression: false }), 'a||xyz|');
  });

  it('of two skills that become one the latest two of each are shown, the latest eight of each are replayed', () => {
    const { shown, hidden, keep, successes } = dealBoth([runs('abcdefghij'), runs('xy')], defaultLearning);
    const ids = (some: typeof keep) => some.map(({ run }) => run.id).join('');
    assert.deepEqual([ids(shown), ids(hidden), ids(keep), ids(successes)], ['', '', 'ijxy', 'cdefghijxy']);
  });
});
