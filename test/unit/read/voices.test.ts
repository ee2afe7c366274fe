import assert from 'node:assert/strict';
import { ownVoice, type Spoken, voices } from '../../../src/engine/read/voices.js';

const silent: Spoken = { bm25f: 0, nearest: 0, learned: 0, vectors: 0, missed: 0, refusals: 0, library: 1000 };
const heard = (more: Partial<Spoken>): number => voices({ ...silent, ...more });

describe('voices for a skill', () => {
  it('add up, and a task like one that it is not for takes from them', () => {
    assert.equal(heard({}), 0);
    const [words, past] = [heard({ bm25f: 0.1 }), heard({ nearest: 0.2 })];
    assert.ok(words > 0 && past > 0);
    assert.ok(Math.abs(heard({ bm25f: 0.1, nearest: 0.2 }) - words - past) < 1e-9);
    assert.ok(heard({ bm25f: 0.1, missed: 0.1 }) < 0);
    assert.equal(heard({ learned: -3, vectors: -3 }), 0);
  });

  it('of its words are weaker the more tasks somebody said it is not for, and the larger the library', () => {
    const words = (refusals: number, library: number): number => heard({ bm25f: 0.15, refusals, library });
    assert.equal(words(0, 1000), 1);
    assert.ok(words(1, 1000) < 1 && words(4, 1000) < words(1, 1000));
    assert.ok(words(4, 1000) < words(4, 30));
    assert.equal(words(4, 10), 1);
    assert.equal(words(4, 1), 1);
    assert.equal(heard({ nearest: 0.3, refusals: 4 }), heard({ nearest: 0.3 }));
  });

  it('of its own words and tasks reach from none to one', () => {
    assert.equal(ownVoice(0, 0), 0);
    assert.ok(ownVoice(0.03, 0.03) > ownVoice(0.03, 0));
    assert.equal(ownVoice(1, 1), 1);
  });
});
