import assert from 'node:assert/strict';
import { RunIds } from '../../../src/engine/runId.js';

const noon = Date.UTC(2031, 4, 9, 12, 0, 0);

describe('the id of a run', () => {
  it('begins with its second', () => {
    assert.match(new RunIds().next(noon + 999), /^20310509-120000-[0-9a-f]{8}$/);
  });

  it('is its own, however many begin in one second', () => {
    const ids = new RunIds();
    const given = Array.from({ length: 5000 }, (_, index) => ids.next(noon + (index % 1000)));
    assert.equal(new Set(given).size, given.length);
  });
});
