import assert from 'node:assert/strict';
import { decide, isLost, type Outcomes, worth } from '../../../../src/engine/write/gate/decision.js';
import { defaultLearning as settings } from '../../../../src/engine/write/settings.js';

/**
 * @param failures `+` passes now, `-` does not, `h` and `H` the same of hidden ones (`H` passes), `o` and `O` of those of an earlier round (`O` passes)
 * @param held `.` holds, `x` broken, `o` broken and of an earlier round
 */
const outcomes = (failures: string, held = ''): Outcomes => ({
  failures: Array.from(failures, (one) => ({
    passed: '+HO'.includes(one),
    hidden: 'hH'.includes(one),
    round: 'oO'.includes(one) ? 1 : 2,
  })),
  held: Array.from(held, (one) => ({ broken: one === 'x' || one === 'o', round: one === 'o' ? 1 : 2 })),
});
const rule = (failures: string, held = '') => decide(outcomes(failures, held), settings);

describe('the rule of the gate', () => {
  it('a change must mend something', () => {
    assert.equal(rule('---', '....'), undefined);
    assert.equal(rule('--+', '....'), 'clean');
    assert.equal(rule('+'), 'clean');
    assert.equal(rule(''), undefined);
  });

  it('it may break a fifth where it mends more', () => {
    assert.equal(rule('++', '....x'), 'tolerance', 'one of five');
    assert.equal(rule('++', '...x'), undefined, 'one of four is more than a fifth');
    assert.equal(rule('+', '....x'), undefined, 'one mended for one broken');
    assert.equal(rule('+++', '........xx'), 'tolerance', 'two of ten');
    assert.equal(rule('++', '........xx'), undefined, 'two mended for two broken');
  });

  it('newer evidence outweighs older successes, from two mended failures on', () => {
    assert.equal(rule('++', 'o'), 'drift');
    assert.equal(rule('+', 'o'), undefined, 'one could be noise');
    assert.equal(rule('++', 'oo'), 'drift');
    assert.equal(rule('++', 'ooo'), undefined, 'more broken than mended');
    assert.equal(rule('++', 'ox'), undefined, 'not all of it is older');
    assert.equal(rule('++O', 'o'), undefined, 'not older than all it mends');
    assert.equal(rule('++o', 'o'), 'drift', 'what it leaves says nothing');
  });

  it('is lost only when no outcome of the rest could turn it', () => {
    for (const done of ['', '-', '--', '+', '+-', 'o', 'O', '+O'])
      for (const held of ['', 'x', 'xx', 'o', '.x', '..o', '....x'])
        for (const rest of ['', '+', '++', 'O', '+O'])
          for (let more = 0; more <= 3; more++) {
            const rounds = outcomes(rest).failures.map(({ round }) => round);
            const lost = isLost(outcomes(done, held), { failures: rounds, held: more }, settings);
            const ways = [...Array(2 ** (rest.length + more)).keys()].some((bits) => {
              const fate = [...Array(rest.length + more).keys()].map((at) => (bits >> at) & 1);
              const failures = Array.from(rest, (one, at) => (fate[at] ? one : one === 'O' ? 'o' : '-'));
              const others = fate.slice(rest.length).map((good) => (good ? '.' : 'o'));
              return rule(done + failures.join(''), held + others.join('')) !== undefined;
            });
            assert.equal(lost, !ways, `${done}|${held} with ${rest} and ${more} to go`);
          }
  });

  it('prefers what mends more, then what was never seen, then what is shorter', () => {
    const value = (failures: string, lines = 10): number => worth(outcomes(failures), lines, settings);
    assert.ok(value('++') > value('+-'));
    assert.ok(value('-H') > value('+h'), 'a hidden failure counts twice');
    assert.ok(value('++', 10) > value('++', 11));
    assert.ok(value('++', 100) > value('+-', 10), 'ninety lines are worth less than a failure');
  });
});
