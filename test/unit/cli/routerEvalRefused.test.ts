import assert from 'node:assert/strict';
import { Memento } from './memento.js';
import { writeRouterData } from './routerData.js';

describe('memento router eval refuses', () => {
  let memento: Memento;
  beforeEach(() => {
    memento = Memento.empty();
    writeRouterData(memento);
  });
  afterEach(() => memento.dispose());

  const refused = (...args: string[]): Promise<string> =>
    memento.refused(['router', 'eval', '--data', 'data', ...args]);

  it('a line it cannot use, and says which', async () => {
    const lines = memento.read('data/queries.jsonl').split('\n');
    const broken = (line: string): void => {
      memento.write('data/queries.jsonl', [...lines.slice(0, 4), line, ...lines.slice(4)].join('\n'));
    };
    broken('{"query": "x", "positives": ["garden"]');
    assert.match(await refused(), /^queries\.jsonl, line 5: this is no JSON\.$/m);
    broken('{"query": "x", "positives": "garden", "split": "test"}');
    assert.match(await refused(), /^queries\.jsonl, line 5: positives: /);
    broken('{"positives": ["garden"], "split": "test"}');
    assert.match(await refused(), /^queries\.jsonl, line 5: query: /);
    broken('[]');
    assert.match(await refused(), /^queries\.jsonl, line 5: /);
    broken('{"query": "\\u001b[2J", "positives": [3], "split": "test"}');
    assert.match(await refused(), /^queries\.jsonl, line 5: positives\.0: /);
  });

  it('skills without an id or with the id of another', async () => {
    const skills = memento.read('data/skills.jsonl');
    memento.write('data/skills.jsonl', `${skills}\n\n{"name": "x", "description": ""}\n`);
    assert.match(await refused(), /^skills\.jsonl, line 23: id: /);
    memento.write('data/skills.jsonl', `${skills}{"id": "garden", "name": "x", "description": ""}\n`);
    assert.match(await refused(), /^skills\.jsonl, line 21: there is a skill “garden” already\.$/m);
    memento.write('data/skills.jsonl', '\n');
    assert.match(await refused(), /skills\.jsonl holds no skills/);
  });

  it('near-misses of skills that are not there', async () => {
    memento.write('misses.jsonl', '{"query": "x", "not": "nobody"}\n');
    assert.match(
      await refused('--negatives', 'misses.jsonl'),
      /^misses\.jsonl, line 1: there is no skill “nobody”\.$/m,
    );
    assert.match(await refused('--negatives', 'missing.jsonl'), /missing\.jsonl cannot be read/);
  });

  it('a folder without data, and a split that is not there', async () => {
    assert.match(await memento.refused(['router', 'eval', '--data', 'nowhere']), /skills\.jsonl cannot be read/);
    assert.match(await refused('--split', 'dev'), /“dev”; there are: train, test/);
    assert.match(await memento.refused(['router', 'eval']), /^Usage: memento router eval --data DIR/);
  });

  it('options that make no sense', async () => {
    const calls = [
      [['--seed', '-1'], /--seed/],
      [['--seed', '1.5'], /--seed/],
      [['--train-per-skill', 'some'], /--train-per-skill/],
      [['--holdout-skills', '1'], /--holdout-skills/],
      [['--holdout-skills', 'x'], /--holdout-skills/],
      [['--new-skill', 'one'], /--new-skill/],
      [['--outcomes', '0'], /--outcomes/],
      [['--folds', '1'], /--folds/],
      [['--method', 'magic'], /--method/],
      [['--method', 'bm25', '--outcomes', '5'], /--outcomes/],
      [['--folds', '3', '--split', 'test'], /--folds/],
      [['--split', 'train'], /proves nothing/],
      [['--outcomes', '5', '--holdout-skills', '0.2'], /--holdout-skills, --outcomes/],
      [['--new-skill', '1', '--method', 'usage'], /--new-skill/],
      [['--nonsense'], /nonsense/],
      [['more'], /^Usage/],
    ] as const;
    await Promise.all(calls.map(async ([args, why]) => assert.match(await refused(...args), why, args.join(' '))));
  });

  it('no query that names skills which are not there, but says how many it left out', async () => {
    const queries = memento.read('data/queries.jsonl');
    memento.write('data/queries.jsonl', `${queries}{"query": "x", "positives": ["nobody"], "split": "test"}\n`);
    const done = await memento.run(['router', 'eval', '--data', 'data', '--method', 'bm25', '--json']);
    assert.equal(done.code, 0, done.err);
    assert.match(done.err, /^Queries left out .*: 1$/m);
    const { n } = JSON.parse(done.out) as { n: number };
    const plain = queries.split('\n').filter((line) => line.includes('"test"')).length;
    assert.equal(n, plain);
  });
});
