import assert from 'node:assert/strict';
import { sha256 } from '../../../src/engine/store/hash.js';
import { hunksOf } from '../../../src/engine/write/hunks.js';
import { gateFacts } from '../../../src/host/review/gateFacts.js';
import { proposal, run } from './treeFixture.js';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n';
const after = 'A\nb\nc\nd\nE\nf\ng\nh\nI\n';
const made = proposal('p', 'csv', { before, after, hunks: hunksOf(before, after), runs: ['run-9'] });
const examined = (text: string) => ({ ...made, gate: { ...made.gate, examined: sha256(text) } });

describe('what is known of the gate of a proposal', () => {
  it('tells which of the edits its report is about', () => {
    assert.equal(made.hunks.length, 3);
    assert.deepEqual(gateFacts(made, []).edits, [0, 1, 2], 'nothing else is said');
    assert.deepEqual(gateFacts(examined(after), []).edits, [0, 1, 2]);
    assert.deepEqual(gateFacts(examined('A\nb\nc\nd\ne\nf\ng\nh\nI\n'), []).edits, [0, 2]);
    assert.equal(gateFacts(examined('something else\n'), []).edits, null);
  });

  it('reckons its price from the failures and from old successes of the skill, eight at most', () => {
    const failure = run(9, 'csv', { outcome: 'failure', tokens: 3000 });
    const old = Array.from({ length: 12 }, (_, index) => run(100 + index, 'csv', { tokens: 1000 }));
    const others = [run(50, 'ledger', { tokens: 99_000 }), run(51, 'csv', { outcome: 'failure', tokens: 99_000 })];
    const facts = gateFacts(made, [...old, ...others, failure]);
    assert.equal(facts.replays, 9);
    assert.equal(facts.tokens, 11_000);
  });

  it('leaves runs of unknown cost out of the mean and claims nothing where none is known', () => {
    const facts = gateFacts(made, [
      run(9, 'csv', { outcome: 'failure', tokens: null }),
      run(8, 'csv', { tokens: 500 }),
    ]);
    assert.deepEqual([facts.replays, facts.tokens], [2, 1000]);
    assert.equal(gateFacts(made, [run(9, 'csv', { outcome: 'failure', tokens: null })]).tokens, null);
    assert.equal(gateFacts(made, []).tokens, null);
  });

  it('goes by the last gate where there was one', () => {
    const spent = { calls: 7, tokens: 42_000, ms: 1 };
    const gate = { ...made.gate, spent, failures: { of: 3, passed: 1 }, successes: { of: 4, broken: 0 } };
    assert.deepEqual(gateFacts({ ...made, gate }, []), { replays: 7, tokens: 42_000, edits: [0, 1, 2] });
  });
});
