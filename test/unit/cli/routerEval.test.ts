import assert from 'node:assert/strict';
import type { EvalReport } from '../../../src/engine/read/eval/evalReport.js';
import { Memento } from './memento.js';
import { skillCount, tested, trained, unanswerable, writeRouterData } from './routerData.js';

describe('memento router eval', () => {
  let memento: Memento;
  before(() => {
    memento = Memento.empty();
    writeRouterData(memento);
  });
  after(() => memento.dispose());

  const evaluate = (...args: string[]): Promise<EvalReport> =>
    memento.json<EvalReport>(['router', 'eval', '--data', 'data', ...args]);
  /** The report without what differs from machine to machine. */
  const timeless = ({ train_ms, us_per_query, ...report }: EvalReport): object => {
    assert.ok(train_ms >= 0 && us_per_query > 0);
    return report;
  };

  it('prints exactly the agreed figures for plain search', async () => {
    const report = await evaluate('--method', 'bm25');
    assert.deepEqual(
      new Set(Object.keys(report)),
      new Set('method n skills recall@1 recall@5 recall@10 mrr train_ms us_per_query'.split(' ')),
    );
    assert.deepEqual([report.method, report.n, report.skills, report.train_ms], ['bm25', tested, skillCount, 0]);
    assert.ok(report['recall@1'] < 0.5 && report['recall@1'] <= report['recall@5']);
    assert.ok(report['recall@5'] <= report['recall@10'] && report.mrr >= report['recall@1']);
  });

  it('shows that the router learns words of three languages that no skill holds', async () => {
    const [bm25, usage, router] = await Promise.all([
      evaluate('--method', 'bm25'),
      evaluate('--method', 'usage'),
      evaluate(),
    ]);
    assert.equal(router.method, 'trained');
    assert.ok(usage['recall@1'] >= bm25['recall@1']);
    assert.ok(router['recall@1'] > 0.85, String(router['recall@1']));
    assert.ok(router.train_ms > 0);
    assert.ok(Math.abs((router.minus_bm25?.difference ?? 0) - (router['recall@1'] - bm25['recall@1'])) < 1e-9);
    assert.ok(Math.abs((router.minus_usage?.difference ?? 0) - (router['recall@1'] - usage['recall@1'])) < 1e-9);
    assert.ok((router.minus_bm25?.low ?? 0) > 0);
    assert.ok((router.restricted ?? 0) >= bm25['recall@1']);
    assert.ok(router.ece !== undefined && router.ece >= 0 && router.ece <= 1);
    assert.equal(router.auroc, undefined);
  });

  it('gives the same figures for the same seed', async () => {
    const call = ['--train-per-skill', '2', '--seed', '5'];
    const [one, same, other] = await Promise.all([
      evaluate(...call),
      evaluate(...call),
      evaluate(...call, '--seed', '6'),
    ]);
    assert.deepEqual(timeless(one), timeless(same));
    assert.notDeepEqual(timeless(one), timeless(other));
  });

  it('learns more from more examples, and nothing from none', async () => {
    const [none, one, all] = await Promise.all([
      evaluate('--train-per-skill', '0'),
      evaluate('--train-per-skill', '1'),
      evaluate('--train-per-skill', 'all'),
    ]);
    assert.equal(none.train_ms, 0);
    assert.ok(none['recall@1'] < one['recall@1'] && one['recall@1'] < all['recall@1']);
  });

  it('asks every query once in cross-validation', async () => {
    const report = await evaluate('--folds', '4');
    assert.equal(report.n, tested + trained);
    assert.ok(report['recall@1'] > 0.85);
  });

  it('withholds all examples of a share of the skills', async () => {
    const { seen, unseen, n } = await evaluate('--holdout-skills', '0.4');
    assert.ok(seen && unseen);
    assert.equal(seen.n + unseen.n, n);
    assert.equal(unseen.n, (tested / 5) * 2);
    assert.ok(seen['recall@1'] > 0.85 && Math.abs(seen.loss - (seen['recall@1_all'] - seen['recall@1'])) < 1e-9);
    assert.ok(unseen['recall@1'] < 0.5 && unseen['bm25@5'] <= unseen['bm25@8']);
    assert.ok(unseen['slate@8'] >= unseen['recall@1']);
  });

  it('has skills join a trained library with some examples of their own', async () => {
    const call = ['--train-per-skill', '8', '--new-skill'];
    const [none, five] = await Promise.all([evaluate(...call, '0'), evaluate(...call, '5')]);
    assert.ok(none.newSkill && five.newSkill);
    assert.deepEqual([five.newSkill.own, five.newSkill.skills, five.newSkill.n], [5, 5, tested]);
    assert.ok(five.newSkill['recall@1'] > none.newSkill['recall@1'], JSON.stringify([five.newSkill, none.newSkill]));
    assert.ok(five['recall@1'] > 0.8);
    const table = await memento.text(['router', 'eval', '--data', 'data', ...call, '1']);
    assert.match(table, /skills that joined, queries +5, \d+\n/);
  });

  it('learns from outcomes alone', async () => {
    const call = ['--outcomes', String(trained)];
    const [one, same] = await Promise.all([evaluate(...call), evaluate(...call)]);
    const { outcomes } = one;
    assert.ok(outcomes);
    assert.equal(outcomes.tasks, trained);
    assert.ok(outcomes.trainings >= 1);
    for (const list of [outcomes.trained, outcomes.bm25, outcomes.trained_success, outcomes.bm25_success])
      assert.equal(list.length, 8);
    // The second half: an eighth alone is ten tasks.
    const late = (list: readonly number[]): number => list.slice(4).reduce((sum, share) => sum + share, 0);
    assert.ok(late(outcomes.trained) > late(outcomes.bm25), JSON.stringify(outcomes));
    assert.deepEqual(timeless(one), timeless(same));
  });

  it('asks the half of the near-misses that it was not given', async () => {
    const { negatives, ...rest } = await evaluate('--negatives', 'data/negatives.jsonl');
    assert.ok(negatives);
    // 21 tasks: ten are given.
    assert.equal(negatives.n, 11);
    assert.ok(negatives.forbidden_abstaining <= negatives.forbidden);
    assert.ok(negatives['recall@1_abstaining'] <= rest['recall@1']);
    assert.ok(rest['recall@1'] > 0.8);
  });

  it('tells queries that no skill fits', async () => {
    const other = Memento.empty();
    try {
      writeRouterData(other, unanswerable);
      for (const method of ['bm25', 'usage', 'trained']) {
        const report = await other.json<EvalReport>(['router', 'eval', '--data', 'data', '--method', method]);
        assert.equal(report.n, tested);
        // No word of the skills stands in the Portuguese tasks: only what was learned tells them from strangers.
        assert.ok((report.auroc ?? 0) > (method === 'trained' ? 0.9 : 0.5), `${method}: ${report.auroc}`);
      }
    } finally {
      other.dispose();
    }
  });

  it('prints a table for a person, and help', async () => {
    const table = await memento.text(['router', 'eval', '--data', 'data', '--holdout-skills', '0.4']);
    assert.match(table, /recall at 1, 5, 10 +\d\.\d{3} \d\.\d{3} \d\.\d{3}\n/);
    assert.match(table, /unseen skills: BM25 at 5, 8 /);
    const korean = await memento.text(['router', 'eval', '--data', 'data', '--method', 'bm25'], 0, {
      env: { LANG: 'ko_KR.UTF-8' },
    });
    assert.match(korean, /방법/);
    assert.match(await memento.text(['router', 'eval', '--help']), /--holdout-skills/);
  });

  it('ends with 130 when it is cancelled', async () => {
    const big = Memento.empty();
    try {
      writeRouterData(big);
      const lines = big.read('data/queries.jsonl').trim().split('\n');
      big.write('data/queries.jsonl', new Array<string>(60).fill(lines.join('\n')).join('\n'));
      // Says what it does on stderr after two seconds: then it is in the midst of it.
      let told = 0;
      const done = await big.run(['router', 'eval', '--data', 'data', '--folds', '9', '--json'], {
        onNote: (pid) => {
          if (told++ === 0) process.kill(pid, 'SIGINT');
        },
      });
      assert.equal(done.code, 130, done.err);
      assert.equal(done.out, '');
      assert.match(done.err, /Training \d of 9: \d+ %|Asking/);
    } finally {
      big.dispose();
    }
  });
});
