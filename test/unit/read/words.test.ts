import assert from 'node:assert/strict';
import { Bm25f, type Document } from '../../../src/engine/read/bm25f.js';
import { eachFeature, Featurizer } from '../../../src/engine/read/features.js';
import { positiveText, refusedText } from '../../../src/engine/read/refusals.js';
import { Resemblance } from '../../../src/engine/read/resemblance.js';
import { atOnce } from '../../../src/engine/steps.js';
import { tokens, Tokenizer } from '../../../src/engine/read/tokens.js';

const tokenizer = new Tokenizer();
const bm25f = (documents: readonly Document[]): Bm25f => atOnce(Bm25f.build(documents));

describe('words of other languages', () => {
  it('folds accents, keeps other alphabets and cuts their words', () => {
    assert.deepEqual(tokens('Die Prüfung der Belege'), ['die', 'prufung', 'der', 'beleg']);
    assert.deepEqual(tokens('Проверить накладные'), ['провер', 'наклад']);
    assert.deepEqual(tokens('накладная'), ['наклад']);
  });

  it('takes Chinese, Japanese and Thai apart into pairs, Korean into words and pairs', () => {
    assert.deepEqual(tokens('检查发票'), ['检查', '查发', '发票']);
    assert.deepEqual(tokens('請求書を確認'), ['請求', '求書', '書を', 'を確', '確認']);
    assert.deepEqual(tokens('재고 확인'), ['재고', '확인']);
    assert.ok(tokens('ตรวจสอบ').length > 1);
  });

  it('finds a Korean skill though the particle differs', () => {
    const index = bm25f([
      { name: [], description: tokens('재고관리를 위한 규칙'), body: [] },
      { name: [], description: tokens('근무표와 교대'), body: [] },
    ]);
    const [stock = 0, roster = 0] = index.scores(tokens('재고관리는 어떻게 하나요'));
    assert.ok(stock > 0 && roster === 0);
    assert.deepEqual(index.matched(tokens('재고관리는 어떻게 하나요'), 0).sort(), ['고관', '관리', '재고']);
  });
});

describe('BM25F', () => {
  const texts = [
    ['ledger rules', 'accounts and totals', 'leave refunds out'],
    ['terminal', 'run commands with exit codes', 'quote the totals'],
    ['slugs', 'page titles', ''],
  ] as const;
  const documents = texts.map(([name, description, body]) => ({
    name: tokens(name),
    description: tokens(description),
    body: tokens(body),
  }));
  const index = bm25f(documents);

  it('is what its formula says', () => {
    const idf = (found: number): number => Math.log(1 + (3 + 20 - found + 0.5) / (found + 0.5));
    const length = (field: 'name' | 'description' | 'body'): number =>
      documents.reduce((sum, document) => sum + document[field].length, 0) / 3;
    const [one] = documents;
    const name = 2 / (0.7 + (0.3 * one!.name.length) / length('name'));
    const body = 0.3 / (0.25 + (0.75 * one!.body.length) / length('body'));
    const expected = (idf(1) * (name / (name + 1.2)) + idf(1) * (body / (body + 1.2))) / (idf(1) + idf(1) + idf(0));
    assert.ok(Math.abs(index.scores(tokens('ledger refund quantum'))[0]! - expected) < 1e-6);
  });

  it('says which terms matched, the most telling first, and nothing for unknown words', () => {
    assert.deepEqual(index.matched(tokens('totals of the ledger'), 0), ['ledger', 'total']);
    assert.deepEqual(index.matched(tokens('totals of the ledger'), 2), []);
    assert.deepEqual([...index.scores(tokens('quantum'))], [0, 0, 0]);
    assert.deepEqual([...bm25f([]).scores(['ledger'])], []);
  });
});

describe('resemblance', () => {
  const index = atOnce(
    Resemblance.build(
      ['check the invoice total', 'total of the check', 'nothing alike'].map((text) => tokenizer.words(text)),
      3,
    ),
  );

  it('is one for the same text, less for the same words in another order, zero for none in common', () => {
    const [same = 0, other = 0, none = 0] = index.scores(tokenizer.words('check the invoice total'));
    assert.ok(Math.abs(same - 1) < 1e-5);
    assert.ok(other > 0 && other < same && none < 0.05);
    assert.ok(index.scores(tokenizer.words('')).every((score) => score === 0));
  });
});

describe('features', () => {
  it('are a vector of length one in which common words count less', () => {
    const featurizer = new Featurizer(10);
    for (const text of ['open the file', 'close the file', 'send the file']) featurizer.count(tokenizer.words(text));
    const { buckets, values } = featurizer.features(tokenizer.words('send the file'));
    assert.ok(Math.abs(Math.hypot(...values) - 1) < 1e-5);
    assert.equal(new Set(buckets).size, buckets.length);
    const hashes = new Map<string, number>();
    for (const word of ['send', 'file'])
      eachFeature(tokenizer.words(word), (hash) => hashes.set(word, hash >>> 22), { letters: false });
    const value = (word: string): number => values[buckets.indexOf(hashes.get(word)!)]!;
    assert.ok(value('send') > value('file'));
  });

  it('hash the same word, pair and letters the same, in any text', () => {
    const seen = (text: string): number[] => {
      const hashes: number[] = [];
      eachFeature(tokenizer.words(text), (hash) => hashes.push(hash));
      return hashes;
    };
    const inner = seen('ledger totals');
    const outer = new Set(seen('all ledger totals again'));
    assert.ok(inner.length > 10 && inner.every((hash) => outer.has(hash)));
    assert.notDeepEqual(seen('ledger totals'), seen('totals ledger'));
    assert.deepEqual(seen(''), []);
  });
});

describe('what a description refuses', () => {
  it('is told from what it offers, to the end of the sentence', () => {
    const text = 'Checks invoices and totals. Do NOT use for travel receipts, hotel bills; ask the ledger.';
    assert.equal(positiveText(text).replace(/\s+/g, ' '), 'Checks invoices and totals. ; ask the ledger.');
    assert.match(refusedText(text), /travel receipts, hotel bills$/);
    assert.match(refusedText("Don't use when files are large"), /files are large/);
    assert.match(refusedText('This skill should not be used for drafts.'), /drafts/);
  });

  it('leaves a description without refusals as it is', () => {
    for (const text of [
      'Checks what is not booked yet.',
      'Notes for nobody.',
      '',
      '발행되지 않은 송장을 확인합니다.',
    ]) {
      assert.equal(positiveText(text), text);
      assert.equal(refusedText(text), '');
    }
  });
});
