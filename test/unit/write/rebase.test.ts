import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks, hunksOf } from '../../../src/engine/write/hunks.js';
import { rebaseHunks } from '../../../src/engine/write/rebase.js';

const lines = (...some: readonly string[]): string => some.map((line) => `${line}\n`).join('');
const base = lines('a', 'b', 'c', 'd', 'e', 'f', 'g');

/** What the change of one becomes on top of the change of another. */
function moved(mine: string, theirs: string): string | undefined {
  const hunks = rebaseHunks(base, hunksOf(base, mine), theirs);
  return hunks && applyHunks(theirs, hunks);
}

describe('hunks on top of another text', () => {
  it('move to where their lines are now', () => {
    assert.equal(
      moved(base.replace('f', 'F'), base.replace('b\n', 'b1\nb2\nb3\n')),
      lines('a', 'b1', 'b2', 'b3', 'c', 'd', 'e', 'F', 'g'),
    );
    assert.equal(moved(base.replace('b\n', ''), base.replace('f', 'F')), lines('a', 'c', 'd', 'e', 'F', 'g'));
    assert.equal(
      moved(base.replace('b', 'B').replace('g', 'G'), base.replace('e\n', '')),
      lines('a', 'B', 'c', 'd', 'f', 'G'),
    );
    assert.equal(moved(base, base.replace('e', 'E')), base.replace('e', 'E'));
  });

  it('stay one for each, in the same order, and show the text as it is', () => {
    const theirs = base.replace('a\n', 'zero\na\n').replace('d', 'D');
    const hunks = rebaseHunks(base, hunksOf(base, base.replace('b', 'B').replace('f', 'F')), theirs) ?? [];
    assert.deepEqual(
      hunks.map(({ oldStart, newStart, lines: shown }) => [oldStart, newStart, ...shown]),
      [
        [1, 1, ' zero', ' a', '-b', '+B', ' c', ' D'],
        [5, 5, ' D', ' e', '-f', '+F', ' g', ' '],
      ],
    );
    assert.equal(applyHunks(theirs, hunks, [1]), theirs.replace('f', 'F'));
  });

  it('are not moved onto the same lines, nor onto lines next to them', () => {
    assert.equal(moved(base.replace('c', 'C'), base.replace('c', 'x')), undefined);
    assert.equal(moved(base.replace('c', 'C'), base.replace('d', 'D')), undefined);
    assert.equal(moved(base.replace('c', 'C'), base.replace('b', 'B')), undefined);
    assert.equal(
      moved(base.replace('c\n', 'c\nnew\n'), base.replace('d', 'D')),
      undefined,
      'put in before what changed',
    );
    assert.notEqual(moved(base.replace('c', 'C'), base.replace('e', 'E')), undefined, 'one line between them');
  });

  it('give the same whichever of two changes comes first', () => {
    // Each line stays, changes, goes, or is followed by a new one.
    const change = fc.array(fc.constantFrom(...Array<string>(12).fill(''), 'changed', 'gone', 'more'), {
      minLength: 14,
      maxLength: 14,
    });
    const edited = (by: string, how: readonly string[]): string =>
      how
        .flatMap((what, index) => {
          if (what === 'gone') return [];
          const line = what === 'changed' ? `${by} ${index}` : `line ${index}`;
          return what === 'more' ? [line, `${by} after ${index}`] : [line];
        })
        .join('\n');
    const before = edited('nobody', Array<string>(14).fill(''));
    let [merged, met] = [0, 0];
    fc.assert(
      fc.property(change, change, (my, their) => {
        const [mine, theirs] = [edited('me', my), edited('them', their)];
        const one = rebaseHunks(before, hunksOf(before, mine), theirs);
        const other = rebaseHunks(before, hunksOf(before, theirs), mine);
        assert.equal(one === undefined, other === undefined);
        if (!one || !other) {
          met++;
          return;
        }
        merged++;
        const both = my.map((what, index) => [what, their[index] ?? '']);
        assert.equal(applyHunks(theirs, one), applyHunks(mine, other));
        assert.ok(
          both.every(([a, b]) => a === '' || b === ''),
          'a line that both have touched',
        );
      }),
      { seed: 5, numRuns: 600 },
    );
    assert.ok(merged > 60 && met > 60, `${merged} merged, ${met} met`);
  });
});
