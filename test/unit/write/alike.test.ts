import assert from 'node:assert/strict';
import { mostTelling } from '../../../src/engine/write/alike.js';
import { record } from './records.js';

const asked = (id: string, prompt: string) => record(id, { task: { prompt } });
const tell = (runs: readonly ReturnType<typeof asked>[], count: number) =>
  mostTelling(runs, [asked('failed', 'largest amount of the ledger')], count).map(({ run }) => run.id);

describe('the runs that say most beside others', () => {
  const near = [asked('old', 'largest amount booked'), asked('new', 'largest amount booked')];
  const other = asked('other', 'total amount of the ledger');
  const far = asked('far', 'translate titles into slugs');

  it('are near to them; of two that say the same the later one', () => {
    assert.deepEqual(tell([...near, far], 1), ['new']);
    assert.deepEqual(tell([...near].reverse(), 1), ['old'], 'the last of the list is the latest');
  });

  it('are not near to each other, and keep their order', () => {
    assert.deepEqual(tell([other, ...near, far], 2), ['other', 'new'], 'the same words twice say less than others');
    assert.deepEqual(tell([far, ...near, other], 2), ['new', 'other']);
  });

  it('are all of a few, and none of none', () => {
    assert.deepEqual(tell([...near, far], 3), ['old', 'new', 'far']);
    assert.deepEqual(tell(near, 0), []);
    assert.deepEqual(tell([], 4), []);
  });
});
