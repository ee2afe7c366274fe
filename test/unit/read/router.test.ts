import assert from 'node:assert/strict';
import type { Example } from '../../../src/engine/read/example.js';
import { Generations } from '../../../src/engine/read/generations.js';
import { ModelKeeper } from '../../../src/engine/read/modelKeeper.js';
import type { Route } from '../../../src/engine/read/route.js';
import { Router, type RouteRequest } from '../../../src/engine/read/router.js';
import { tokens } from '../../../src/engine/read/tokens.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english } from '../../../src/engine/text.js';
import { useTempFolder } from '../store/temp.js';

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

describe('router', () => {
  const at = useTempFolder();
  const router = (examples: readonly Example[] = []): Router => {
    const lock = createStateLock({ dir: at('lock'), owner: createWindowId() });
    const generations = new Generations({ dir: at('router'), lock, onProblem: () => undefined });
    return new Router(new ModelKeeper({ all: () => Promise.resolve(examples) }, generations), undefined);
  };
  const route = (prompt: string, more: Partial<RouteRequest> = {}, examples: readonly Example[] = []): Promise<Route> =>
    router(examples).route({ prompt, skills: library, facts: new Map(), ...more }, new AbortController().signal);
  const ledgerTask = 'From the ledger export ledger.csv, what is the total booked on account 4411?';

  it('chooses the skill whose words cover the task and explains it', async () => {
    const { chosen, candidates, by, confidence, rivals } = await route(ledgerTask);
    assert.equal(chosen, 'ledger-conventions');
    assert.equal(by, 'router');
    assert.equal(confidence, 'use');
    assert.equal(candidates[0]?.skill, 'ledger-conventions');
    assert.match(english(candidates[0].why), /^Chosen: it matches “.*ledger/);
    assert.equal(rivals?.bm25[0], 'ledger-conventions');
    const none = candidates.find((one) => one.skill === null);
    assert.ok(none?.probability !== undefined && none.probability <= (candidates[0].probability ?? 0));
    for (const { score, parts, skill: name } of candidates)
      if (name !== null) assert.ok(Math.abs(parts.reduce((sum, { value }) => sum + value, 0) - score) < 1e-5, name);
  });

  it('chooses no skill when only chance words match, or none', async () => {
    for (const prompt of [
      'Which asset tag does serial number 4711 get?',
      'How many errors did the command log show for client 10.0.0.3 on Monday?',
    ]) {
      const { chosen, confidence } = await route(prompt);
      assert.deepEqual([chosen, confidence], [null, 'none'], prompt);
    }
    const empty = await route('anything', { skills: [] });
    assert.deepEqual(english(empty.candidates[0]?.why ?? assert.fail()), 'The library is empty.');
  });

  it('obeys the person and still shows the scores', async () => {
    const forced = await route(ledgerTask, { forced: 'page-slugs' });
    assert.equal(forced.chosen, 'page-slugs');
    assert.equal(forced.by, 'person');
    assert.equal(forced.candidates[0]?.skill, 'ledger-conventions');
    assert.equal((await route(ledgerTask, { forced: null })).chosen, null);
  });

  it('orders the candidates by score, "no skill" behind what reaches its threshold', async () => {
    for (const prompt of [ledgerTask, 'slugs for page titles', 'anything else', 'run commands']) {
      const { candidates, chosen } = await route(prompt);
      const scores = candidates.map(({ score }) => score);
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => b - a),
      );
      const none = candidates.findIndex(({ skill: name }) => name === null);
      const threshold = candidates[none]?.probability ?? assert.fail();
      for (const { probability = 0 } of candidates.slice(0, none)) assert.ok(probability >= threshold);
      assert.equal(none === 0, chosen === null, prompt);
    }
  });

  it('learns what is new, and forgets what no longer holds', async () => {
    const example = {
      query: 'Reconcile the quarter',
      positives: ['page-slugs'],
      negatives: [],
      source: 'outcome',
      at: 1,
      outcome: 1,
    } as const;
    let examples: readonly Example[] = [];
    const lock = createStateLock({ dir: at('lock'), owner: createWindowId() });
    const generations = new Generations({ dir: at('router'), lock, onProblem: () => undefined });
    const keeper = new ModelKeeper({ all: () => Promise.resolve(examples) }, generations);
    const first = await keeper.get(library);
    const trained = async (): Promise<boolean | undefined> =>
      (await keeper.get(library)).model.rank('page titles').of('page-slugs')?.trained;
    assert.equal(await trained(), false);
    examples = [example];
    assert.equal(await trained(), true);
    assert.equal((await keeper.get(library)).model, first.model);
    examples = [];
    assert.equal(await trained(), false);
  });
});
