import assert from 'node:assert/strict';
import { upliftOf } from '../../../../src/engine/write/record/uplift.js';
import { near, outcomes, tracksOf } from './tracks.js';

describe('uplift', () => {
  it('is the pass rate with a skill minus the pass rate without it', () => {
    const track = tracksOf([
      ...outcomes('+++-'),
      ...outcomes('-', { masked: 'passed' }),
      ...outcomes('-', { masked: 'failed' }),
      ...outcomes('--?', { skill: null, version: null, route: { masked: 'ledger' } }),
    ]).of('ledger');
    const found = upliftOf(track, [1]);
    assert.deepEqual(found?.withSkill, { runs: 6, passed: 3 });
    assert.deepEqual(found.masked, { runs: 4, passed: 1, afterFailure: 2 });
    near(found.mean, 3 / 6 - 1 / 4);
  });

  it('is negative for a skill that does harm', () => {
    const track = tracksOf([...outcomes('--', { masked: 'passed' }), ...outcomes('+')]).of('ledger');
    near(upliftOf(track, [1])?.mean, 1 / 3 - 1);
  });

  it('is unknown as long as an arm is empty', () => {
    assert.equal(upliftOf(tracksOf(outcomes('++')).of('ledger'), [1]), undefined);
    const masked = tracksOf(outcomes('+', { skill: null, version: null, route: { masked: 'ledger' } }));
    assert.equal(upliftOf(masked.of('ledger'), [1]), undefined);
    assert.equal(upliftOf(masked.of('other'), [1]), undefined);
  });

  it('compares the present content only', () => {
    const track = tracksOf([...outcomes('--', { version: 1, masked: 'failed' }), ...outcomes('+', { version: 2 })]).of(
      'ledger',
    );
    assert.equal(upliftOf(track, [2])?.mean, 1);
    assert.equal(upliftOf(track, [1])?.mean, 0);
  });
});
