import assert from 'node:assert/strict';
import path from 'node:path';
import type { BenchTask } from '../../../src/bench/tasks/benchTask.js';
import { readTasks } from '../../../src/bench/tasks/readTasks.js';
import { attempt, bench, domains, fives, houseText, layTools, rulesOf } from './realSupport.js';
import { solutions } from './solutions/solutions.js';
import { makeTempFolder, type TempFolder } from './tempFolder.js';

const never = new AbortController().signal;
const read = async (domain: string): Promise<readonly BenchTask[]> =>
  readTasks(path.join(bench, 'tasks', `${domain}.jsonl`), never);
const kinds = (tasks: readonly BenchTask[], split: BenchTask['split']): ReadonlySet<string> =>
  new Set(tasks.filter((task) => task.split === split).map((task) => task.kind));

describe('the real tasks of the benchmark', function () {
  // Each task is solved as often as it has rules, by processes.
  this.timeout(240_000);
  const before = process.env.PATH;
  let temp: TempFolder;
  const all = new Map<string, readonly BenchTask[]>();
  this.beforeAll(async () => {
    temp = await makeTempFolder();
    process.env.PATH = [await layTools(temp.dir), before].join(path.delimiter);
    for (const domain of domains) all.set(domain, await read(domain));
  });
  this.afterAll(async () => {
    process.env.PATH = before;
    await temp.dispose();
  });

  it('are at least 40 in at least 6 domains, with ids and prompts of their own', () => {
    const tasks = [...all.values()].flat();
    assert.ok(tasks.length >= 40, String(tasks.length));
    assert.ok(domains.length >= 6, domains.join());
    assert.equal(new Set(tasks.map((task) => task.id)).size, tasks.length);
    assert.equal(new Set(tasks.map((task) => task.prompt)).size, tasks.length);
    assert.deepEqual(Object.keys(solutions).sort(), [...domains].sort());
  });

  for (const domain of domains)
    describe(domain, () => {
      const tasks = (): readonly BenchTask[] => all.get(domain) ?? [];
      const known = solutions[domain] ?? [];
      const rules = rulesOf(domain);

      it('has 7 tasks or more of 3 kinds or more, one of them only tested', () => {
        const trained = kinds(tasks(), 'train');
        const tested = kinds(tasks(), 'test');
        assert.ok(tasks().length >= 7);
        assert.ok(new Set([...trained, ...tested]).size >= 3);
        assert.ok([...tested].some((kind) => !trained.has(kind)));
        for (const task of tasks())
          assert.deepEqual([task.domain, task.source, task.licence], [domain, 'Memento', 'MIT'], task.id);
      });

      it('asks in training for every rule of the house, and tells it when the answer is wrong', () => {
        assert.ok(rules.length >= 3 && rules.length <= 6);
        const told = tasks().filter(({ split, feedback }) => split === 'train' && feedback !== 'binary');
        const taught = known.filter(({ id }) => told.some((task) => task.id === id)).flatMap((one) => one.rules);
        assert.deepEqual([...new Set(taught)].sort(), [...rules].sort());
      });

      it('says no rule in a prompt nor in the files that come with it', () => {
        const secrets = new Set([houseText(domain), ...tasks().map((task) => task.hint ?? '')].flatMap(fives));
        for (const { id, prompt, files } of tasks())
          for (const shown of [prompt, ...Object.values(files)]) {
            assert.ok(typeof shown === 'string', id);
            const said = fives(shown).filter((words) => secrets.has(words));
            assert.deepEqual(said, [], id);
          }
      });

      it('is solved by its rules, and not by common sense nor when one of them is forgotten', async () => {
        assert.deepEqual(
          known.map((one) => one.id).sort(),
          tasks()
            .map((task) => task.id)
            .sort(),
        );
        for (const task of tasks()) {
          const { script, rules: needed } = known.find(({ id }) => id === task.id)!;
          const [right, naive, ...forgetful] = await Promise.all(
            [rules, [], ...needed.map((rule) => rules.filter((one) => one !== rule))].map((followed) =>
              attempt(task, script, followed, never),
            ),
          );
          assert.ok(right?.passed, `${task.id}: ${right?.answer ?? ''}\n${right?.feedback ?? ''}`);
          assert.ok(!naive?.passed, `${task.id} needs no house: ${naive?.answer ?? ''}`);
          for (const [index, { passed }] of forgetful.entries())
            assert.ok(!passed, `${task.id} does not need the rule ${needed[index] ?? ''}`);
        }
      });
    });
});
