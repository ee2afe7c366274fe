import assert from 'node:assert/strict';
import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkAnswer } from '../../../../src/bench/checks/checkAnswer.js';
import { importTasks, type ImportOptions } from '../../../../src/bench/importers/importTasks.js';
import type { ImportFormat } from '../../../../src/bench/importers/importer.js';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { layTask } from '../../../../src/bench/tasks/layTask.js';
import { readTasks } from '../../../../src/bench/tasks/readTasks.js';
import { writeTasks } from '../../../../src/bench/tasks/writeTasks.js';
import { runProcess } from '../../../../src/engine/act/process.js';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const never = new AbortController().signal;
const fixtures = fileURLToPath(new URL('../../../fixtures/bench/', import.meta.url));
const bring = (name: string, format?: ImportFormat, options: ImportOptions = {}) =>
  importTasks(format, path.join(fixtures, name), options, never);
/** Whether an answer passes that needs no workspace. */
const passes = async (task: BenchTask | undefined, answer: string): Promise<boolean> =>
  (await checkAnswer(task!.check, { answer, folder: '/nowhere' }, never)).passed;

describe('importing a benchmark', () => {
  let temp: TempFolder;
  let folders = 0;
  beforeEach(async () => {
    temp = await makeTempFolder();
  });
  afterEach(() => temp.dispose());

  it('GAIA: short answers, the file beside the list, what has none is counted', async () => {
    for (const name of ['gaia', 'gaia/metadata.jsonl']) {
      const { format, tasks, skipped } = await bring(name);
      assert.equal(format, 'gaia');
      assert.deepEqual(
        tasks.map(({ id, kind, files }) => [id, kind, files]),
        [
          ['a1-sum', 'level-1', {}],
          ['a2-list', 'level-2', { 'towns.txt': { path: 'towns.txt' } }],
        ],
      );
      assert.deepEqual([...skipped].sort(), [
        ['file-missing', 1],
        ['no-answer', 1],
      ]);
      assert.match(tasks[1]?.prompt ?? '', /^Which towns .*\n\nThe file towns\.txt lies in the workspace\. Answer /);
      assert.deepEqual([await passes(tasks[0], '$12'), await passes(tasks[0], '13')], [true, false]);
      assert.deepEqual([await passes(tasks[1], 'ulm; bonn'), await passes(tasks[1], 'Bonn, Ulm')], [true, false]);
      await mkdir(temp.at(`ws-${name.length}`));
      await layTask(tasks[1]!, temp.at(`ws-${name.length}`), never);
      assert.equal(await readFile(temp.at(`ws-${name.length}/towns.txt`), 'utf8'), 'Ulm\nBonn\n');
    }
  });

  it('GAIA: a file name that leads outside is refused', async () => {
    await temp.put('secret.txt', 'secret');
    const line = { task_id: 'a', Question: 'q', Level: 1, 'Final answer': '1', file_name: '../secret.txt' };
    await temp.put('set/metadata.jsonl', JSON.stringify(line));
    await assert.rejects(importTasks(undefined, temp.at('set'), {}, never), /line 1: files.*must be a path below/);
  });

  it('HLE: the questions without a picture, letters and results', async () => {
    const { format, tasks, skipped } = await bring('hle.jsonl');
    assert.equal(format, 'hle');
    assert.deepEqual(
      tasks.map(({ id, kind }) => [id, kind]),
      [
        ['h1', 'Math'],
        ['h2', 'Chemistry'],
      ],
    );
    assert.deepEqual([...skipped], [['image', 1]]);
    assert.deepEqual([await passes(tasks[0], '11.0'), await passes(tasks[0], '13')], [true, false]);
    for (const right of ['B', '(b)', 'B.']) assert.equal(await passes(tasks[1], right), true, right);
    for (const wrong of ['A', 'B. Iron', '']) assert.equal(await passes(tasks[1], wrong), false, wrong);
  });

  it('GSM8K: the number behind the mark, each question once', async () => {
    const { format, tasks, skipped } = await bring('gsm8k.jsonl');
    assert.equal(format, 'gsm8k');
    assert.deepEqual(
      tasks.map(({ check }) => check),
      [12, 3000, -2].map((answer) => ({ type: 'numeric', answer })),
    );
    assert.deepEqual([...skipped].sort(), [
      ['duplicate', 1],
      ['no-answer', 1],
    ]);
    assert.deepEqual([await passes(tasks[1], '3,000'), await passes(tasks[1], '300')], [true, false]);
    assert.doesNotMatch(JSON.stringify(tasks.map(({ prompt }) => prompt)), /####|<</);
  });

  it('BIG-Bench Hard: one file, or a folder of them', async () => {
    const one = await bring('bbh/letter_choice.json');
    assert.deepEqual(
      one.tasks.map(({ kind }) => kind),
      ['letter_choice', 'letter_choice'],
    );
    for (const right of ['(B)', 'B', 'b']) assert.equal(await passes(one.tasks[0], right), true, right);
    assert.equal(await passes(one.tasks[0], 'A'), false);
    const all = await bring('bbh');
    assert.deepEqual([all.format, all.tasks.length, all.tasks[2]?.kind], ['bbh', 3, 'truth']);
    assert.deepEqual([await passes(all.tasks[2], 'false'), await passes(all.tasks[2], 'True')], [true, false]);
  });

  it('InterCode bash: files in the workspace, answer and files compared with the command', async () => {
    const { format, tasks, skipped } = await bring('intercode/nl2bash_fs_7.json');
    assert.deepEqual([format, tasks.length, [...skipped]], ['intercode-bash', 3, [['unsafe', 3]]]);
    const [count, remove, none] = tasks as [BenchTask, BenchTask, BenchTask];
    assert.match(count.prompt, /^Count the text files below testbed\n/);
    assert.doesNotMatch(`${remove.setup}`, /index\.html|tar/);
    const judge = async (task: BenchTask, answer: string, act = ''): Promise<string> => {
      const folder = temp.at(`ws-${++folders}`);
      await mkdir(folder);
      await layTask({ ...task, setup: `${task.setup ?? ''}\n${act}` }, folder, never);
      const { passed, feedback } = await checkAnswer(task.check, { answer, folder }, never);
      return passed ? 'passed' : feedback;
    };
    assert.equal(await judge(count, '2'), 'passed');
    assert.equal(await judge(count, '3'), 'expected: 2\ngot: 3');
    assert.equal(await judge(count, '2', 'touch testbed/new.bin'), 'The files are not what the command leaves.');
    assert.equal(await judge(count, '2', 'echo other > testbed/a.txt'), 'The files are not what the command leaves.');
    assert.equal(await judge(count, '2', 'chmod 700 testbed/a.txt'), 'The files are not what the command leaves.');
    assert.equal(await judge(remove, 'done', 'rm testbed/dir/empty.dat testbed/dir/none.log'), 'passed');
    assert.equal(await judge(remove, 'done'), 'The files are not what the command leaves.');
    assert.equal(await judge(none, 'Done.'), 'passed');
    assert.equal(await judge(none, 'anything'), 'expected: done\ngot: anything');
  });

  it('InterCode bash: says which script is missing', async () => {
    await cp(path.join(fixtures, 'intercode/nl2bash_fs_7.json'), temp.at('nl2bash_fs_7.json'));
    await assert.rejects(importTasks(undefined, temp.at('nl2bash_fs_7.json'), {}, never), /setup_nl2b_fs_7\.sh/);
    await cp(path.join(fixtures, 'intercode/setup_nl2b_fs_7.sh'), temp.at('docker/bash_scripts/setup_nl2b_fs_7.sh'));
    await temp.put('data/nl2bash/nl2bash_fs_7.json', await readFile(temp.at('nl2bash_fs_7.json')));
    const far = await importTasks(undefined, temp.at('data/nl2bash/nl2bash_fs_7.json'), {}, never);
    assert.equal(far.tasks.length, 3);
  });

  it('InterCode SQL: the database beside it, rows compared in the order the query gives them', async () => {
    await cp(path.join(fixtures, 'intercode/sql.json'), temp.at('sql.json'));
    await mkdir(temp.at('database/shop'), { recursive: true });
    const values = `INSERT INTO goods VALUES ('tea', 3), ('salt', 1), ('it''s', 2);`;
    const make = `sqlite3 database/shop/shop.sqlite "CREATE TABLE goods (name TEXT, price REAL); ${values}"`;
    const asked = { command: 'command -v sqlite3', cwd: temp.dir, run: `sqlite-${process.pid}`, timeoutMs: 20_000 };
    const installed = (await runProcess(asked, never)).exitCode === 0;
    if (installed) await layTask({ ...plain, setup: make }, temp.dir, never);
    else await temp.put('database/shop/shop.sqlite', '');
    const { format, tasks, skipped } = await importTasks(undefined, temp.at('sql.json'), {}, never);
    assert.deepEqual([format, tasks.length, [...skipped]], ['intercode-sql', 2, [['file-missing', 1]]]);
    const [names, sorted] = tasks as [BenchTask, BenchTask];
    await mkdir(temp.at('ws'));
    if (!installed)
      return assert.rejects(layTask(names, temp.at('ws'), never), /The program sqlite3 is needed and not installed/);
    await layTask(names, temp.at('ws'), never);
    const judge = async (task: BenchTask, answer: string): Promise<string> => {
      const { passed, feedback } = await checkAnswer(task.check, { answer, folder: temp.at('ws') }, never);
      return passed ? 'passed' : feedback;
    };
    assert.equal(await judge(names, "tea\nit's\n salt"), 'passed');
    assert.match(await judge(names, 'tea\nsalt'), /^expected: it's\nsalt\ntea\ngot: salt\ntea$/);
    assert.equal(await judge(sorted, 'salt | 1.0\ntea | 3.0'), 'passed');
    assert.match(await judge(sorted, 'tea|3.0\nsalt|1.0'), /^expected: salt\|1\.0/);
    await layTask({ ...plain, setup: 'sqlite3 shop.sqlite "DELETE FROM goods"' }, temp.at('ws'), never);
    assert.equal(await judge(names, ''), 'The database was changed.');
  });

  const plain: BenchTask = {
    ...{ id: 't', split: 'train', domain: 'd', kind: 'k', prompt: 'p', files: {}, source: 's', licence: 'MIT' },
    ...{ check: { type: 'exact', answer: '1' }, feedback: 'answer' },
  };

  it('refuses what has no form it knows, and what is not of the form that was named', async () => {
    const refused = async (content: string, why: RegExp, format?: ImportFormat): Promise<void> => {
      await assert.rejects(importTasks(format, await temp.put('x.json', content), {}, never), (error) => {
        assert.ok(error instanceof HumanError, String(error));
        assert.match(error.message, why);
        return true;
      });
    };
    await refused('[{"a":1}]', /none of the forms/);
    await refused('[]', /no tasks that can be used/, 'gaia');
    await refused('', /holds no tasks/);
    await refused('{"a":1}\nnot json', /line 2: this is no JSON/);
    await refused('[{"id":"a"}]', /entry 1: .*question/, 'hle');
    await refused('{"question":"q","answer":"#### 1"}\n{"question":7,"answer":"#### 1"}', /line 2: question/);
    await refused('{"question":"q","answer":"none"}', /no tasks that can be used/, 'gsm8k');
    await refused('[{"__proto__":{"a":1},"question":"q","answer":"#### 1"}]', /entry 1: .*“__proto__”/);
    await refused(`[${'['.repeat(200)}${']'.repeat(200)}]`, /64 levels/);
    await assert.rejects(importTasks(undefined, temp.at('none'), {}, never), /does not exist/);
    await mkdir(temp.at('empty'));
    await assert.rejects(importTasks(undefined, temp.at('empty'), {}, never), /no tasks that can be used/);
    await assert.rejects(
      importTasks(undefined, path.join(fixtures, 'hle.jsonl'), {}, AbortSignal.abort()),
      CancelledError,
    );
  });

  it('divides by seed and id alone', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) => ({ question: `What is ${n} + 1?`, answer: `#### ${n + 1}` }));
    const put = (name: string, some: readonly object[]): Promise<string> =>
      temp.put(name, some.map((one) => JSON.stringify(one)).join('\n'));
    const splits = async (file: string, options: ImportOptions = {}): Promise<ReadonlyMap<string, string>> => {
      const { tasks } = await importTasks(undefined, file, options, never);
      return new Map(tasks.map(({ id, split }) => [id, split]));
    };
    const all = await splits(await put('all.jsonl', lines));
    const counts = (of: ReadonlyMap<string, string>): number[] =>
      ['train', 'val', 'test'].map((split) => [...of.values()].filter((one) => one === split).length);
    // Three standard deviations of a share of 0.4 of 1000 are 46; of 0.1, 28.
    const [train = 0, val = 0] = counts(all);
    assert.ok(Math.abs(train - 400) < 47 && Math.abs(val - 100) < 29, `${train} ${val}`);
    const half = await splits(await put('half.jsonl', lines.filter((_, n) => n % 2 === 1).reverse()));
    for (const [id, split] of half) assert.equal(split, all.get(id));
    assert.deepEqual(await splits(temp.at('all.jsonl')), all);
    assert.notDeepEqual(await splits(temp.at('all.jsonl'), { seed: '2' }), all);
    assert.deepEqual(counts(await splits(temp.at('all.jsonl'), { shares: { train: 0, val: 1 } })), [0, 1000, 0]);
    const some = await splits(temp.at('all.jsonl'), { limit: 100 });
    assert.equal(some.size, 100);
    // Three standard deviations of 0.4 of 100 are 15.
    assert.ok(Math.abs((counts(some)[0] ?? 0) - 40) < 16);
    for (const [id, split] of some) assert.equal(split, all.get(id));
  });

  it('is written as a task file that stands for itself', async () => {
    const { tasks } = await bring('gaia');
    const file = temp.at('gaia.jsonl');
    await writeTasks(file, [...tasks, { ...tasks[1]!, id: 'again' }], never);
    const read = await readTasks(file, never);
    assert.deepEqual(
      read.map(({ id, files }) => [id, files]),
      [
        ['a1-sum', {}],
        ['a2-list', { 'towns.txt': { path: 'gaia.files/1/towns.txt' } }],
        ['again', { 'towns.txt': { path: 'gaia.files/1/towns.txt' } }],
      ],
    );
    await mkdir(temp.at('ws'));
    await layTask(read[1]!, temp.at('ws'), never);
    assert.equal(await readFile(temp.at('ws/towns.txt'), 'utf8'), 'Ulm\nBonn\n');
    await assert.rejects(writeTasks(file, tasks, never), /exists already/);
  });
});
