import assert from 'node:assert/strict';
import { utilityOf } from '../../../src/engine/write/utility.js';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('utility', () => {
  it('is one half and nothing known before the first use', () => {
    const fresh = utilityOf([{ successes: 0, failures: 0 }]);
    assert.equal(fresh.mean, 0.5);
    assert.equal(fresh.uses, 0);
  });

  it('is the posterior mean with one imagined success and failure', () => {
    near(utilityOf([{ successes: 3, failures: 1 }]).mean, 4 / 6);
  });

  it('starts a new version with four runs of its parent, and a success raises it', () => {
    const failed = { successes: 0, failures: 1 };
    near(utilityOf([failed]).mean, 1 / 3);
    near(utilityOf([failed, { successes: 0, failures: 0 }]).mean, 1 / 3);
    near(utilityOf([failed, { successes: 1, failures: 0 }]).mean, (4 / 3 + 1) / 5);
  });

  it('gets surer with use and stays between 0 and 1', () => {
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const few = utilityOf([{ successes: 2, failures: 0 }]);
    const many = utilityOf([{ successes: 40, failures: 0 }]);
    assert.ok(width(many) < width(few));
    assert.ok(many.high <= 1 && few.low >= 0);
  });
});
