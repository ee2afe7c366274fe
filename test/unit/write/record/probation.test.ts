import assert from 'node:assert/strict';
import { english } from '../../../../src/engine/text.js';
import { probationOf, type Probation } from '../../../../src/engine/write/record/probation.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';
import { history, outcomes, tracksOf } from './tracks.js';

const rewritten = history(['a', null], ['b', 'a', 'memento']);

/** How version 2 does after these uses of version 1 and its own. */
const after = (parent: string, own: string, rules: Partial<typeof defaultLearning> = {}): Probation | undefined =>
  probationOf(
    tracksOf([...outcomes(parent, { version: 1 }), ...outcomes(own, { version: 2 })]).of('ledger'),
    rewritten,
    2,
    { ...defaultLearning, ...rules },
  );

describe('probation of a version that Memento wrote', () => {
  it('lasts for eight judged uses', () => {
    assert.deepEqual(after('++--', ''), { state: 'on_probation', uses: 0, of: 8 });
    assert.deepEqual(after('++--', '+?++++?++'), { state: 'on_probation', uses: 7, of: 8 });
    assert.deepEqual(after('++--', '++++++++'), { state: 'kept', uses: 8, of: 8 });
  });

  it('is for versions from a proposal only: not by hand, not restored, not the one before', () => {
    const versions = history(['a', null], ['b', 'a', 'memento'], ['c', 'b'], ['b', 'c', 'restore']);
    const track = tracksOf([]).of('ledger');
    const states = [1, 2, 3, 4, 5].map((version) => probationOf(track, versions, version, defaultLearning)?.state);
    assert.deepEqual(states, [undefined, 'on_probation', undefined, undefined, undefined]);
  });

  it('ends with a version that is worse by more than the slack, on both sides of it', () => {
    // Without the other rule: U(parent) = 6/10; after eight uses 3/8 + 0.2 lies below, 4/8 + 0.2 above.
    const only = { worse: 1 };
    const worse = after('+++++---', '+++-----', only);
    assert.equal(worse?.state, 'worse');
    assert.equal(worse.back, 1);
    assert.equal(english(worse.reason), 'It worked in 3 of 8 uses; the version before it in 60 %.');
    assert.equal(after('+++++---', '++++----', only)?.state, 'kept');
    // Not before the eighth use.
    assert.equal(after('+++++---', '+++----', only)?.state, 'on_probation');
    // Exactly on the slack, 4/8 + 0.2 = 7/10, is not worse.
    assert.equal(after('++++++--', '++++----', { ...only, probationSlack: 0.2 })?.state, 'kept');
  });

  it('ends earlier when it is almost certainly worse, on both sides of 90 %', () => {
    const good = '+'.repeat(18);
    // U(parent) = 19/20. One failure: not sure. Two in a row: sure.
    assert.equal(after(good, '-')?.state, 'on_probation');
    const sure = after(good, '--');
    assert.equal(sure?.state, 'worse');
    assert.equal(sure.uses, 2);
    const [, percent = ''] = /^After 2 uses it is worse .* of (\d+) %\.$/.exec(english(sure.reason)) ?? [];
    assert.ok(Number(percent) > 90 && Number(percent) < 100, english(sure.reason));
    const probability = Number(percent) / 100;
    assert.equal(after(good, '--', { worse: probability - 0.01 })?.state, 'worse');
    assert.equal(after(good, '--', { worse: probability + 0.01 })?.state, 'on_probation');
  });

  it('never ends after one failure, however good the version before was', () => {
    for (const runs of [0, 1, 5, 50, 500]) assert.equal(after('+'.repeat(runs), '-')?.state, 'on_probation');
  });

  it('is over after the uses that count: later ones change nothing', () => {
    assert.equal(after('+++++---', `++++++++${'-'.repeat(30)}`)?.state, 'kept');
    assert.equal(after('+++++---', `--------${'+'.repeat(30)}`)?.state, 'worse');
  });

  it('counts its own uses, not those the same content had when it was accepted before', () => {
    const versions = history(['a', null], ['b', 'a', 'memento'], ['a', 'b', 'restore'], ['b', 'a', 'memento']);
    const track = tracksOf([
      ...outcomes('++++', { version: 1 }),
      ...outcomes('--------', { version: 2 }),
      ...outcomes('+', { version: 4 }),
    ]).of('ledger');
    const found = probationOf(track, versions, 4, defaultLearning);
    assert.deepEqual(found, { state: 'on_probation', uses: 1, of: 8 });
  });

  it('is not for a proposal that goes back to an earlier content', () => {
    const versions = history(['a', null], ['b', 'a', 'memento'], ['a', 'b', 'memento'], ['c', 'a', 'memento']);
    const states = [3, 4].map((version) => probationOf(tracksOf([]).of('ledger'), versions, version, defaultLearning));
    assert.deepEqual(
      states.map((one) => one?.state),
      [undefined, 'on_probation'],
    );
  });

  it('watches a new skill and keeps it: there is nothing to go back to', () => {
    const made = history(['a', null, 'memento']);
    const at = (signs: string) => probationOf(tracksOf(outcomes(signs)).of('ledger'), made, 1, defaultLearning);
    assert.equal(at('-------')?.state, 'on_probation');
    assert.equal(at('--------')?.state, 'kept');
  });
});
