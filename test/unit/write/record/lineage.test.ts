import assert from 'node:assert/strict';
import { lineageOf, talliesOf, usesOf } from '../../../../src/engine/write/record/lineage.js';
import { afterJudged } from '../../../../src/engine/write/record/rounds.js';
import { utilityOf } from '../../../../src/engine/write/record/utility.js';
import { history, near, outcomes, tracksOf } from './tracks.js';

describe('the lineage of a version', () => {
  it('goes from the first content to the present one', () => {
    const versions = history(['a', null], ['b', 'a', 'memento'], ['c', 'b']);
    assert.deepEqual(lineageOf(versions, 3), [[1], [2], [3]]);
    assert.deepEqual(lineageOf(versions, 2), [[1], [2]]);
    assert.deepEqual(lineageOf([], 1), [[1]]);
  });

  it('goes on from the last version where a change by hand is not recorded yet', () => {
    assert.deepEqual(lineageOf(history(['a', null], ['b', 'a']), 3), [[1], [2], [3]]);
  });

  it('counts a restored version as the content it restores, with that one’s parent', () => {
    const versions = history(['a', null], ['b', 'a', 'memento'], ['a', 'b', 'restore'], ['b', 'a', 'memento']);
    assert.deepEqual(lineageOf(versions, 3), [[1, 3]]);
    assert.deepEqual(lineageOf(versions, 4), [
      [1, 3],
      [2, 4],
    ]);
  });

  it('begins anew with a skill that was removed and made again', () => {
    assert.deepEqual(lineageOf(history(['a', null], [null, 'a'], ['b', null]), 3), [[3]]);
  });

  it('ends where a history names a parent that it does not know, or a later one', () => {
    assert.deepEqual(lineageOf(history(['a', 'gone'], ['b', 'a']), 2), [[1], [2]]);
    assert.deepEqual(lineageOf(history(['a', 'b'], ['b', 'a']), 2), [[1], [2]]);
  });
});

describe('the record along a lineage', () => {
  const restored = history(['a', null], ['b', 'a', 'memento'], ['a', 'b', 'restore']);
  const samples = [
    ...outcomes('+++', { version: 1 }),
    ...outcomes('---', { version: 2 }),
    ...outcomes('+', { version: 3 }),
  ];

  it('goes on where a version is restored: what it was replaced by in between does not count', () => {
    const track = tracksOf(samples).of('ledger');
    const lineage = lineageOf(restored, 3);
    assert.equal(usesOf(track, lineage[0] ?? []).length, 4);
    near(utilityOf(talliesOf(track, lineage, 0, 0.7)).mean, 5 / 6);
  });

  it('looks at a version that was replaced from its own last use, so that its worth does not fade', () => {
    const versions = history(['a', null], ['b', 'a', 'memento']);
    const late = tracksOf(
      [...outcomes('+++'), ...outcomes('???', { skill: null }), ...outcomes('+++++', { skill: 'x' })],
      afterJudged(4),
    );
    const track = late.of('ledger');
    const [parent, own] = talliesOf(track, lineageOf(versions, 2), 3, 0.7);
    near(parent?.weight, 3);
    assert.equal(own?.uses, 0);
    const [alone] = talliesOf(track, lineageOf(versions, 1), 3, 0.7);
    near(alone?.weight, 3 * 0.343);
  });
});
