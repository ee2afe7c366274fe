import assert from 'node:assert/strict';
import { kinds } from '../../../../src/practice/kb/kinds.js';
import { understand } from '../../../../src/practice/kb/understand.js';
import { phrasingOf } from '../../../../src/practice/kb/wide/phrasings.js';
import { topicsOf } from '../support/topics.js';

/** Values as the worlds draw them, some with blanks, dots and words of other requests in them. */
const values: Readonly<Record<string, string>> = {
  file: '4821.d',
  acc: '4411',
  sensor: 'north',
  item: 'bolt',
  site: 'Brin',
  who: 'Amara',
  day: '2031-05-04',
  d: '2031-02-27',
  e: '2031-03-30',
  n: '2345',
  tag: 'N-00A7F3',
  title: 'Harbor of the quiet and line',
  other: 'Meadow velvet',
  ip: '10.0.0.2',
};

const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');
/** Without the values and what hangs on them in Korean. */
const bare = (text: string): string => text.replace(/\{\w+\}(?:\p{Script=Hangul}+)?/gu, ' ');
const named = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

describe('phrasings of the wide world', () => {
  it('are there for every kind: three in English and two in Korean at least', () => {
    assert.equal(kinds.length, 32);
    for (const { id } of kinds) {
      const { english, korean } = phrasingOf(id);
      assert.ok(english.length >= 3 && korean.length >= 2, id);
      assert.ok(
        english.every((text) => /^[\x20-\x7e]+$/.test(text)),
        id,
      );
      assert.ok(
        korean.every((text) => /\p{Script=Hangul}/u.test(text)),
        id,
      );
    }
    assert.throws(() => phrasingOf('ledger.nothing'), RangeError);
  });

  it('are understood as their kind, with the values asked for', () => {
    for (const { id, texts } of kinds) {
      const { english, korean } = phrasingOf(id);
      const wanted = new Set(named(texts[0] ?? ''));
      for (const text of [...english, ...korean]) {
        assert.deepEqual(new Set(named(text)), wanted, text);
        const understood = understand(fill(text));
        assert.equal(understood?.kind.id, id, text);
        assert.deepEqual(understood.asked, Object.fromEntries([...wanted].map((name) => [name, values[name]])), text);
      }
    }
  });

  it('have no word of the texts of their domain, and none of each other', () => {
    const shared: string[] = [];
    for (const { id, domain } of kinds) {
      const { english, korean } = phrasingOf(id);
      const taken = new Set(
        kinds
          .filter((kind) => kind.domain === domain)
          .flatMap(({ texts }) => texts.flatMap((text) => [...topicsOf(bare(text))])),
      );
      for (const text of [...english, ...korean]) {
        const own = topicsOf(bare(text));
        assert.ok(own.size > 0, text);
        for (const word of own) if (taken.has(word)) shared.push(`${word} in ${text}`);
        for (const word of own) taken.add(word);
      }
    }
    assert.deepEqual(shared, []);
  });
});
