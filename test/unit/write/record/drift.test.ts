import assert from 'node:assert/strict';
import { driftOf, leastRuns, windowOf } from '../../../../src/engine/write/record/drift.js';
import { afterJudged } from '../../../../src/engine/write/record/rounds.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';
import { outcomes, tracksOf } from './tracks.js';

/** Outcomes of a skill in rounds of ten runs; other skills fill them. */
function drift(...rounds: readonly string[]) {
  const samples = rounds.flatMap((signs) => [
    ...outcomes(signs),
    ...outcomes('+'.repeat(10 - signs.length), { skill: 'other' }),
  ]);
  const tracks = tracksOf(samples, afterJudged(10));
  return driftOf(tracks.of('ledger'), tracks.rounds.current, defaultLearning);
}

describe('the drift alarm', () => {
  it('goes off at a fall of 30 points from one round to the next, and not below', () => {
    assert.ok(drift('+'.repeat(9) + '-', '++++++----'), '90 to 60 %');
    assert.equal(drift('+'.repeat(9) + '-', '+++++++---'), undefined, '90 to 70 %');
    assert.equal(drift('+++++++', '+++++--'), undefined, '100 to 71 %');
    assert.equal(drift('++++++----', '+++++++++-'), undefined, 'a rise');
    assert.deepEqual(drift('++++', '+---'), { before: { runs: 4, passed: 4 }, now: { runs: 4, passed: 1 } });
  });

  it('needs four runs in each round, so that one failure is no alarm', () => {
    assert.equal(leastRuns(defaultLearning), 4);
    assert.equal(drift('+++', '----'), undefined);
    assert.equal(drift('++++', '---'), undefined);
    assert.ok(drift('++++', '++--'));
    assert.equal(drift('++++', '+++-'), undefined);
  });

  it('compares neighbouring rounds only', () => {
    assert.equal(drift('++++', '', '----'), undefined);
    assert.equal(drift('++++', '----', '----'), undefined, 'what has fallen stays down');
  });

  it('shortens the window to the present round', () => {
    const fallen = tracksOf([...outcomes('++++'), ...outcomes('----')], afterJudged(4));
    assert.equal(windowOf(fallen.of('ledger'), fallen.rounds.current, defaultLearning), 1);
    assert.equal(windowOf(fallen.of('other'), fallen.rounds.current, defaultLearning), 2);
  });
});
