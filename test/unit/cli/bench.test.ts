import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Results } from '../../../src/bench/report/results.js';
import { parseReport } from '../../../src/bench/report/parseReport.js';
import { Memento } from './memento.js';

/** One or two tasks of each of the eight domains: enough to see that everything is there. */
const small = { world: { train: 1, test: 2 } };

describe('memento bench', function () {
  this.timeout(240_000);
  let memento: Memento;
  beforeEach(() => {
    memento = Memento.empty();
    memento.write('small.json', JSON.stringify(small));
  });
  afterEach(() => memento.dispose());

  const run = ['bench', 'run', '--config', 'small.json', '--rounds', '1', '--out', 'out'];
  const lines = (file: string): number => memento.read(path.join('out', file)).trimEnd().split('\n').length;

  it('run prints the agreed rows, leaves a report, and has nothing more to do the second time', async () => {
    const call = [...run, '--conditions', 'none,naive', '--seeds', '1-2'];
    const { rows, summary } = await memento.json<Results>(call);
    assert.deepEqual(
      new Set(rows.flatMap((row) => Object.keys(row))),
      new Set('condition seed round train test testUnseen library tokens calls'.split(' ')),
    );
    assert.deepEqual(
      rows.map(({ condition, seed, round }) => `${condition} ${seed} ${round}`).sort(),
      ['none', 'naive']
        .flatMap((name) => ['1', '2'].flatMap((seed) => [`${name} ${seed} 0`, `${name} ${seed} 1`]))
        .sort(),
    );
    for (const { condition, round, train, library, tokens } of rows) {
      assert.equal(train === null, round === 0);
      assert.equal(tokens > 0, round > 0);
      if (condition === 'none') assert.equal(library, 0);
    }
    assert.deepEqual([summary.simulated, summary.complete], [true, true]);
    assert.deepEqual(
      summary.comparisons.map(({ condition, against }) => [condition, against]),
      [['none', 'naive']],
    );
    assert.equal(lines('episodes.jsonl'), 2 * 2 * (8 + 2 * 16), 'per arm 8 tasks to learn from and 16 tested twice');
    const report = parseReport(memento.read('out/report.json'));
    assert.equal(report?.complete, true);
    assert.match(memento.read('out/report.html'), /<script type="application\/json" id="report">/);
    assert.equal(existsSync(path.join(memento.folder, 'out/library/naive/1/round-1')), true);

    const again = await memento.run(call);
    assert.equal(again.code, 0);
    assert.match(again.out, /Simulated/);
    assert.match(again.out, /^Changed settings: world\.train = \d/m);
    // What does not learn is not asked twice by the bench, and would have used more tokens.
    assert.match(again.out, /^none .* ≥ \d+k tokens$/m);
    assert.match(again.out, /^naive .* {2}\d+k tokens$/m);
    assert.match(again.out, /none − naive: .* tokens ≥ \d/);
    assert.equal(lines('episodes.jsonl'), 2 * 2 * (8 + 2 * 16));
  });

  it('run is cancelled by Ctrl+C, and goes on with what is there', async () => {
    const call = [...run, '--conditions', 'full', '--seeds', '1'];
    let isSent = false;
    const done = await memento.run(call, {
      // The first line tells that a round is over: there is something to lose.
      onNote: (pid) => {
        if (!isSent) process.kill(pid, 'SIGINT');
        isSent = true;
      },
    });
    assert.equal(done.code, 130, done.err);
    assert.equal(existsSync(path.join(memento.folder, 'out/report.json')), false);
    assert.equal(lines('rounds.jsonl'), 1);
    const { rows } = await memento.json<Results>(call);
    assert.deepEqual(
      rows.map(({ round }) => round),
      [0, 1],
    );
    assert.equal(lines('episodes.jsonl'), 8 + 2 * 16, 'nothing was done twice');
  });

  it('run ends early when its tokens are used up, and says how to go on', async () => {
    const done = await memento.run([...run, '--conditions', 'naive', '--seeds', '1', '--max-tokens', '1']);
    assert.equal(done.code, 0, done.err);
    assert.match(done.err, /not complete/);
  });

  it('run refuses what it cannot do, in one line', async () => {
    assert.match(await memento.refused([...run, '--conditions', 'fool']), /“fool”/);
    assert.match(await memento.refused([...run, '--rounds', '0']), /--rounds/);
    for (const range of ['8-1', '1-99999']) assert.match(await memento.refused([...run, '--seeds', range]), /range/);
    memento.write('wrong.json', '{"world":{"noise":2}}');
    assert.match(await memento.refused(['bench', 'run', '--config', 'wrong.json']), /world\.noise/);
    assert.match(await memento.refused(['bench', 'run', '--tasks', 'nowhere.jsonl', '--model', 'practice']), /nowhere/);
    assert.match(await memento.refused(['bench', 'run', '--tasks', 'small.json']), /MEMENTO_BASE_URL/);
    await memento.json<Results>([...run, '--conditions', 'none', '--seeds', '1']);
    assert.match(
      await memento.refused([...run, '--conditions', 'none', '--seeds', '1', '--tasks', 'wide']),
      /other settings/,
    );
  });

  it('import makes a task file of a benchmark that somebody has', async () => {
    memento.write('gsm.jsonl', `${JSON.stringify({ question: 'What is 2 + 3?', answer: 'It is 5.\n#### 5' })}\n`);
    const made = await memento.json<{ readonly format: string; readonly tasks: number }>([
      ...['bench', 'import', 'gsm.jsonl', '--out', 'tasks.jsonl'],
    ]);
    assert.deepEqual([made.format, made.tasks], ['gsm8k', 1]);
    const task = JSON.parse(memento.read('tasks.jsonl')) as { readonly check: unknown; readonly prompt: string };
    assert.match(task.prompt, /^What is 2 \+ 3\?/);
    assert.deepEqual(task.check, { type: 'numeric', answer: 5 });
  });
});
