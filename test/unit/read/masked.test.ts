import assert from 'node:assert/strict';
import { masked, masks } from '../../../src/engine/read/masked.js';
import type { Candidate, Route } from '../../../src/engine/read/route.js';
import { routeFacts } from '../../../src/engine/store/routeFacts.js';
import { english, text } from '../../../src/engine/text.js';

describe('runs without their skill', () => {
  it('are the wanted share, drawn by run and seed', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `run-${index}`);
    const drawn = (seed: number, share: number): string[] => ids.filter((id) => masks(id, seed, share));
    const tenth = drawn(1, 0.1);
    // 200 expected, standard deviation 13.
    assert.ok(tenth.length > 140 && tenth.length < 260, String(tenth.length));
    assert.deepEqual(drawn(1, 0.1), tenth);
    assert.notDeepEqual(drawn(2, 0.1), tenth);
    assert.ok(
      tenth.every((id) => masks(id, 1, 0.2)),
      'a larger share holds the smaller one',
    );
    assert.deepEqual([drawn(1, 0).length, drawn(1, 1).length], [0, ids.length]);
  });

  const candidate = (skill: string | null): Candidate => ({
    ...{ skill, version: 3, score: 1, parts: [], words: [], why: text('Chosen.') },
  });
  const route: Route = {
    ...{ chosen: 'ledger', version: 3, by: 'router', confidence: 'slate', considered: 2 },
    candidates: [candidate('ledger'), candidate('tags'), candidate(null)],
  };

  it('go without any skill, and say which was withheld', () => {
    const found = masked(route);
    assert.deepEqual([found.chosen, found.version, found.confidence, found.masked], [null, null, 'none', 'ledger']);
    assert.match(english(found.candidates[0]?.why ?? text('')), /^Withheld/);
    assert.equal(english(found.candidates[1]?.why ?? text('')), 'Chosen.');
    const { skill, masked: name } = routeFacts(found);
    assert.deepEqual([skill, name], [null, 'ledger']);
  });

  it('are as they were where there was no skill', () => {
    const without = { ...route, chosen: null, version: null };
    assert.equal(masked(without), without);
  });
});
