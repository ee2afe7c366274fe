import assert from 'node:assert/strict';
import { type Outcome, type Signal, type Source, sources } from '../../../src/engine/feedback/signal.js';
import {
  decisive,
  doubt,
  isFirm,
  strengths,
  strengthOf,
  teachesRouter,
} from '../../../src/engine/feedback/strength.js';
import { standing, verdictOf } from '../../../src/engine/feedback/verdict.js';
import { english, text } from '../../../src/engine/text.js';

const sign = (source: Source, outcome: Outcome, strength: number): Signal => ({
  source,
  outcome,
  strength,
  detail: text(`${source} ${outcome}`),
});
const drawn = (...signals: Signal[]): readonly [Outcome, Source | undefined] => {
  const { outcome, decidedBy } = verdictOf(signals);
  return [outcome, decidedBy];
};

describe('the verdict', () => {
  it('is that of the stronger of two sources that contradict each other, in whatever order they came', () => {
    for (const [index, strong] of sources.entries())
      for (const weak of sources.slice(index + 1)) {
        const [yes, no] = [sign(strong, 'success', decisive), sign(weak, 'failure', decisive)];
        assert.deepEqual(drawn(yes, no), ['success', strong], `${strong} over ${weak}`);
        assert.deepEqual(drawn(no, yes), ['success', strong], `${strong} over ${weak}, late`);
      }
  });

  it('needs a decisive signal: just below the threshold nothing is known', () => {
    for (const source of sources) {
      assert.deepEqual(drawn(sign(source, 'failure', decisive)), ['failure', source]);
      assert.deepEqual(drawn(sign(source, 'failure', decisive - 0.01)), ['unknown', undefined]);
    }
  });

  it('says that nothing has judged it, or that what there is is too weak', () => {
    assert.match(english(verdictOf([]).reason), /Nothing has judged this run yet/);
    assert.match(english(verdictOf([sign('tests', 'unknown', 0)]).reason), /Nothing has judged this run yet/);
    assert.match(english(verdictOf([sign('tool', 'failure', strengths.toolErrors)]).reason), /too weak/);
  });

  it('names what speaks for and against, those too weak to decide included, and the reason of the one that decides', () => {
    const verdict = verdictOf([
      sign('judge', 'success', strengths.judge),
      sign('tool', 'failure', strengths.toolErrors),
      sign('check', 'failure', strengths.check),
      sign('tests', 'unknown', 0),
      sign('user', 'success', strengths.user),
    ]);
    assert.deepEqual(verdict.signs, { success: ['user', 'judge'], failure: ['check', 'tool'] });
    assert.equal(english(verdict.reason), 'user success');
  });

  it('takes the latest of each source: who changes their mind twice is taken at their last word', () => {
    const said = (outcome: Outcome): Signal => sign('user', outcome, 1);
    assert.deepEqual(drawn(said('failure'), said('success')), ['success', 'user']);
    assert.deepEqual(drawn(said('failure'), said('success'), said('failure')), ['failure', 'user']);
    const kept = standing([sign('judge', 'success', 0.5), said('failure'), said('success')]);
    assert.deepEqual(
      kept.map(({ source, outcome }) => [source, outcome]),
      [
        ['user', 'success'],
        ['judge', 'success'],
      ],
    );
    assert.deepEqual(
      drawn(sign('implicit', 'failure', 0.55), sign('implicit', 'unknown', 0)),
      ['unknown', undefined],
      'a sign that was withdrawn is gone',
    );
  });

  it('of weak signs that all say the same needs as much as one decisive one', () => {
    // 1 - 0.6 * 0.6 = 0.64, 1 - 0.7 * 0.8 = 0.44
    assert.deepEqual(drawn(sign('diagnostics', 'success', 0.4), sign('implicit', 'success', 0.4)), [
      'success',
      'diagnostics',
    ]);
    assert.deepEqual(drawn(sign('implicit', 'failure', 0.3), sign('tool', 'failure', 0.2)), ['unknown', undefined]);
    // 1 - (1 - 1/3) * (1 - 0.25) = 0.5
    assert.equal(drawn(sign('diagnostics', 'success', 1 / 3), sign('implicit', 'success', 0.2501))[0], 'success');
    assert.equal(drawn(sign('diagnostics', 'success', 1 / 3), sign('implicit', 'success', 0.2499))[0], 'unknown');
    assert.deepEqual(
      drawn(sign('diagnostics', 'success', 0.4), sign('implicit', 'success', 0.4), sign('tool', 'failure', 0.2)),
      ['unknown', undefined],
      'one that says otherwise is enough to know nothing',
    );
  });

  it('is not that of a judge where a sign of the person or the workspace says otherwise', () => {
    const judge = sign('judge', 'success', strengths.judge);
    assert.deepEqual(drawn(judge), ['success', 'judge']);
    assert.deepEqual(drawn(judge, sign('implicit', 'failure', doubt)), ['unknown', undefined]);
    assert.deepEqual(drawn(judge, sign('implicit', 'failure', doubt - 0.01)), ['success', 'judge']);
    assert.deepEqual(drawn(judge, sign('implicit', 'success', doubt)), ['success', 'judge']);
  });

  it('reads logs from before there were strengths as it did then', () => {
    const old = (source: Source, outcome: Outcome): Signal => ({ source, outcome, detail: text('old') });
    assert.deepEqual(drawn(old('check', 'failure')), ['failure', 'check']);
    assert.deepEqual(drawn(old('check', 'failure'), old('user', 'success')), ['success', 'user']);
    assert.deepEqual(drawn(old('limit', 'failure')), ['failure', 'limit']);
    assert.deepEqual(drawn(old('limit', 'failure'), old('check', 'success')), ['success', 'check']);
    assert.deepEqual(drawn(old('check', 'unknown')), ['unknown', undefined]);
    assert.equal(strengthOf(old('judge', 'success')), 0, 'no old log holds one');
  });
});

describe('the strengths', () => {
  it('let decide what settles the matter, and nothing else', () => {
    const decides = Object.entries(strengths).flatMap(([name, strength]) => (strength >= decisive ? [name] : []));
    assert.deepEqual(decides, ['user', 'check', 'testsTurned', 'newErrors', 'undone', 'allReverted', 'limit', 'judge']);
  });

  it('make failed tools too weak to cast doubt on a judge, and taking some edits back strong enough', () => {
    const weak: readonly number[] = [strengths.toolErrors];
    const strong: readonly number[] = [strengths.someReverted, strengths.kept, strengths.errorsGone];
    for (const one of weak) assert.ok(one < doubt);
    for (const one of strong) assert.ok(one >= doubt);
  });

  it('of no two kinds of weak sign reach a failure', () => {
    const failing = [strengths.someReverted, strengths.toolErrors];
    assert.ok(1 - failing.reduce((left, one) => left * (1 - one), 1) < decisive);
  });

  it('take the word of the person and of a check as fact; tests teach the router besides', () => {
    assert.deepEqual(sources.filter(isFirm), ['user', 'check']);
    assert.deepEqual(sources.filter(teachesRouter), ['user', 'check', 'tests']);
    assert.equal(teachesRouter(undefined), false);
  });
});
