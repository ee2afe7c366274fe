import assert from 'node:assert/strict';
import { afterJudged, afterRuns, roundsOf } from '../../../../src/engine/write/record/rounds.js';
import { outcomes, runs } from './tracks.js';

describe('rounds', () => {
  it('end with so many judged runs; a run that is not judged belongs to the round it falls in', () => {
    const all = runs(...outcomes('+-?+?-+'));
    const rounds = roundsOf(all, afterJudged(3));
    assert.deepEqual(
      all.map(({ run }) => rounds.of(run.id)),
      [0, 0, 0, 0, 1, 1, 1],
    );
    assert.deepEqual(rounds.all, [
      { number: 0, judged: 3, successes: 2, lastRun: 'run-3' },
      { number: 1, judged: 2, successes: 1, lastRun: 'run-6' },
    ]);
    assert.deepEqual([rounds.current, rounds.completed], [1, 1]);
  });

  it('are the present one until the next begins', () => {
    const [short, full, more] = ['++', '+++', '++++'].map((signs) =>
      roundsOf(runs(...outcomes(signs)), afterJudged(3)),
    );
    assert.deepEqual([short?.current, short?.completed], [0, 0]);
    assert.deepEqual([full?.current, full?.completed], [0, 1]);
    assert.deepEqual([more?.current, more?.completed], [1, 1]);
    const none = roundsOf([], afterJudged(3));
    assert.deepEqual([none.current, none.completed, none.of('x'), none.at(5)], [0, 0, 0, 0]);
  });

  it('have 20 judged runs in the editor, not 19 and not 21', () => {
    const ends = [19, 20, 21].map((count) => roundsOf(runs(...outcomes('+'.repeat(count))), afterJudged(20)));
    assert.deepEqual(
      ends.map(({ completed, current }) => [completed, current]),
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    );
  });

  it('count a verdict that is overruled, in the same order', () => {
    const before = roundsOf(runs(...outcomes('+-+-')), afterJudged(2));
    const after = roundsOf(runs(...outcomes('--+-')), afterJudged(2));
    assert.deepEqual([before.all[0]?.successes, after.all[0]?.successes], [1, 0]);
    for (const run of ['run-0', 'run-1', 'run-2', 'run-3']) assert.equal(after.of(run), before.of(run));
  });

  it('end where a bench says', () => {
    const rounds = roundsOf(runs(...outcomes('+-+-+')), afterRuns(new Set(['run-0', 'run-3'])));
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((run) => rounds.of(`run-${run}`)),
      [0, 1, 1, 1, 2],
    );
    assert.equal(rounds.completed, 2);
  });

  it('know what went on at a time', () => {
    const rounds = roundsOf(
      runs(...outcomes('++++').map((run, index) => ({ ...run, startedAt: 100 * index }))),
      afterJudged(2),
    );
    assert.deepEqual(
      [-1, 0, 199, 200, 900].map((time) => rounds.at(time)),
      [0, 0, 0, 1, 1],
    );
  });
});
