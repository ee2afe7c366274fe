import assert from 'node:assert/strict';
import { renderEvent } from '../../../src/cli/render.js';
import { nothingSpent } from '../../../src/engine/write/spent.js';

describe('what was run for a cause, on the command line', () => {
  const tested = { type: 'attribution.tested', spent: nothingSpent, run: 'r', seq: 1, at: 1 } as const;

  it('names the skill that the model thought better, and no other test as that one', () => {
    const named = { ...tested, test: 'named', skill: 'month-end' } as const;
    assert.equal(renderEvent({ ...named, result: 'failed' }), 'Run with “month-end”: failed');
    assert.equal(renderEvent({ ...tested, test: 'again', result: 'passed' }), 'Run again: passed');
    assert.equal(renderEvent({ ...tested, test: 'masked', result: 'failed' }), 'Run without the skill: failed');
  });
});
