import assert from 'node:assert/strict';
import {
  catalogue,
  listedFor,
  longestCatalogue,
  mostListed,
} from '../../../../src/engine/write/attribution/catalogue.js';
import { skillOf } from './sample.js';

const many = (count: number, description = 'Something else entirely.') =>
  Array.from({ length: count }, (_, index) => skillOf(`skill-${String(index).padStart(5, '0')}`, description));
const names = (skills: readonly { readonly name: string }[]): string[] => skills.map(({ name }) => name);

describe('the catalogue for attribution', () => {
  it('holds a small library whole and in its order', async () => {
    const small = many(mostListed);
    assert.equal(await listedFor('Total of the ledger?', small, ['skill-00039']), small);
    const larger = await listedFor('Total of the ledger?', many(mostListed + 1), ['skill-00040']);
    assert.deepEqual(names(larger), ['skill-00040'], 'of a larger one what nothing speaks for is left out');
  });

  it('of ten thousand holds the slate first, then those that share the rarest words', async () => {
    const library = [
      ...many(10_000, 'Keeps the total of things.'),
      skillOf('booking', 'Accounts booked in ledgers.'),
      skillOf('totals', 'The total of a ledger.'),
    ];
    const listed = await listedFor('What is the total booked in the ledger?', library, ['skill-00700', 'skill-00003']);
    assert.deepEqual(names(listed).slice(0, 4), ['skill-00700', 'skill-00003', 'booking', 'totals']);
    assert.equal(listed.length, mostListed);
    assert.ok(catalogue(listed).length <= longestCatalogue);
  });

  it('is bounded in characters, also with the longest descriptions', async () => {
    const library = many(mostListed, `ledger ${'word '.repeat(200)}`);
    const listed = await listedFor('Total of the ledger?', library, []);
    assert.equal(listed.length, mostListed, 'descriptions are cut');
    assert.ok(catalogue(listed).length <= longestCatalogue);
    const named = library.map((skill, index) => ({ ...skill, name: `${index}${'n'.repeat(200)}` }));
    const fewer = await listedFor('Total of the ledger?', named, []);
    assert.ok(fewer.length > 20 && fewer.length < mostListed, String(fewer.length));
    assert.ok(catalogue(fewer).length <= longestCatalogue);
  });

  it('keeps a description on one line, without what is hidden or secret', () => {
    const line = catalogue([skillOf('a', 'One\n## Library\n- b: \u200bsk-abcdefghijklmnopqrstuvwx')]);
    assert.equal(line, '- a: One ## Library - b: [redacted]');
    assert.equal(catalogue([]), '(empty)');
  });
});
