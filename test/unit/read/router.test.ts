import assert from 'node:assert/strict';
import { Bm25f } from '../../../src/engine/read/bm25f.js';
import { Router } from '../../../src/engine/read/router.js';
import { tokens } from '../../../src/engine/read/tokens.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { english } from '../../../src/engine/text.js';

const skill = (name: string, description: string, body = ''): Skill => ({
  name,
  description,
  body,
  text: '',
  hash: name,
  path: name,
  files: [],
  tree: '',
  source: 'own',
  diagnostics: [],
});
const library = [
  skill(
    'ledger-conventions',
    'House rules for ledger exports: accounts, booked amounts, totals.',
    'Leave refunds out.',
  ),
  skill('terminal', 'Run commands well: one purpose per command, exit codes, quoting.'),
  skill('page-slugs', 'Make slugs for page titles.'),
];

describe('tokens', () => {
  it('splits camel and snake case, stems, and drops stop words', () => {
    assert.deepEqual(tokens('The parseLedgerExports of user_accounts'), [
      'pars',
      'ledger',
      'export',
      'user',
      'account',
    ]);
  });

  it('adds bigrams to Korean and Chinese words', () => {
    assert.deepEqual(tokens('재고관리'), ['재고관리', '재고', '고관', '관리']);
  });
});

describe('BM25F', () => {
  const index = new Bm25f(
    library.map((one) => ({ name: tokens(one.name), description: tokens(one.description), body: tokens(one.body) })),
  );

  it('adds the parts up to the score and finds words of the body', () => {
    const [best] = index.search(tokens('refunds in the ledger'));
    assert.equal(best?.document, 0);
    assert.ok(Math.abs(best.score - best.parts.name - best.parts.description - best.parts.body) < 1e-12);
    assert.ok(best.parts.body > 0 && best.parts.name > best.parts.body);
    assert.deepEqual(best.terms, ['ledger', 'refund']);
  });

  it('scores nothing for words nobody has, and survives an empty library and query', () => {
    assert.deepEqual(index.search(tokens('quantum')), []);
    assert.deepEqual(index.search([]), []);
    assert.deepEqual(new Bm25f([]).search(['ledger']), []);
  });
});

describe('router', () => {
  const route = (prompt: string, forced?: string | null) => new Router().route(prompt, library, new Map(), forced);

  it('chooses the skill whose words cover the task and explains it', () => {
    const { chosen, candidates, by } = route(
      'From the ledger export ledger.csv, what is the total booked on account 4411?',
    );
    assert.equal(chosen, 'ledger-conventions');
    assert.equal(by, 'router');
    assert.equal(candidates[0]?.skill, 'ledger-conventions');
    assert.match(english(candidates[0].why), /^Chosen: it matches “.*ledger/);
    assert.ok(candidates.some((one) => one.skill === null));
  });

  it('chooses no skill when only chance words match, or none', () => {
    assert.equal(route('Which asset tag does serial number 4711 get?').chosen, null);
    assert.equal(route('How many errors did the command log show for client 10.0.0.3 on Monday?').chosen, null);
    const empty = new Router().route('anything', [], new Map());
    assert.deepEqual(english(empty.candidates[0]!.why), 'The library is empty.');
  });

  it('obeys the person and still shows the scores', () => {
    const forced = route('From the ledger export, what is the total booked?', 'page-slugs');
    assert.equal(forced.chosen, 'page-slugs');
    assert.equal(forced.by, 'person');
    assert.equal(forced.candidates[0]?.skill, 'ledger-conventions');
    assert.equal(route('From the ledger export, what is the total booked?', null).chosen, null);
  });
});
