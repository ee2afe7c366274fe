import assert from 'node:assert/strict';
import type { Example } from '../../../src/engine/read/example.js';
import { TaughtExamples } from '../../../src/engine/read/examples.js';
import { Generations } from '../../../src/engine/read/generations.js';
import { Lessons } from '../../../src/engine/read/lessons.js';
import { ModelKeeper } from '../../../src/engine/read/modelKeeper.js';
import { Router } from '../../../src/engine/read/router.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import type { RunRecord } from '../../../src/engine/store/runRecord.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { useTempFolder } from '../store/temp.js';
import { recordFrom, routedRun, type RoutedSample } from './routerSample.js';

const skill = (name: string, description: string, more: Partial<Skill> = {}): Skill => ({
  ...{ name, description, body: '', text: '', hash: name, path: name, files: [], tree: '' },
  ...{ source: 'own', diagnostics: [], ...more },
});
const tables = skill('csv-tools', 'Tables in csv files: rows, columns, counts.', { source: 'elementary' });
const stock = skill('stock-rules', 'Conventions for tasks that mention stock, rows.');

const run = (number: number, prompt: string, more: Partial<RoutedSample> = {}): RunRecord =>
  recordFrom(routedRun({ run: `run-${number}`, number, prompt, skill: 'csv-tools', outcome: 'success', ...more }));

const low = (number: number, more: Partial<RoutedSample> = {}): RunRecord =>
  run(number, `Count the rows of part ${number} whose stock is low.`, { outcome: 'failure', ...more });

const none: readonly Example[] = [];

/** What the records teach about the library. */
function taught(records: () => readonly RunRecord[]): TaughtExamples {
  const made = { examples: () => Promise.resolve(none) };
  return new TaughtExamples(new Lessons({ records: () => Promise.resolve(records()) }), made, () => undefined);
}

/** Queries that are examples of the new skill. */
async function examplesOf(...records: readonly RunRecord[]): Promise<readonly string[]> {
  const all = await taught(() => records).all([tables, stock]);
  return all.filter(({ positives }) => positives.includes(stock.name)).map(({ query }) => query);
}

const made = (runs: readonly string[], more: Partial<RoutedSample> = {}): Partial<RoutedSample> => ({
  newSkill: { skill: stock.name, runs },
  ...more,
});

describe('what skills were made for', () => {
  it('is the first tasks they are known to fit, each once', async () => {
    const [first, second, third] = [low(1), low(2), low(1, { run: 'run-3' })];
    const proposing = low(4, made(['run-1', 'run-2', 'run-3', 'run-4']));
    assert.deepEqual(
      await examplesOf(first, second, third, proposing),
      [1, 2, 4].map((part) => `Count the rows of part ${part} whose stock is low.`),
    );
    assert.deepEqual(await examplesOf(first, second), []);
  });

  it('is not what a run says no longer, or what nobody has judged', async () => {
    const proposing = low(4, made(['run-1', 'run-2', 'run-3', 'run-gone']));
    // Judged a success since; broken off by a limit; touched by the web and judged by tests, which it may have changed.
    const not = [
      low(1, { outcome: 'success' }),
      low(2, { decidedBy: 'limit' }),
      low(3, { tainted: true, decidedBy: 'tests' }),
    ];
    assert.deepEqual(await examplesOf(...not, proposing), []);
    assert.equal((await examplesOf(low(3, { tainted: true }), proposing)).length, 1, 'a check decided it');
    // A skill may also be made from what worked without one.
    assert.equal((await examplesOf(low(1, { skill: null, outcome: 'success' }), proposing)).length, 1);
  });

  it('is the same list until a verdict changes', async () => {
    let records = [low(1), low(2, made(['run-1', 'run-2']))];
    const examples = taught(() => records);
    const before = await examples.all([tables, stock]);
    records = [...records, run(5, 'Sum the column a of data.csv.')];
    const after = await examples.all([tables, stock]);
    assert.deepEqual(after.filter((one) => before.includes(one)).length, before.length);
    records = [low(1, { outcome: 'success' }), ...records.slice(1)];
    const last = await examples.all([tables, stock]);
    assert.deepEqual(
      last.filter(({ positives }) => positives.includes(stock.name)).map(({ query }) => query),
      ['Count the rows of part 2 whose stock is low.'],
    );
  });
});

describe('a defect', () => {
  it('speaks against a skill that is never rewritten, and for as long as it is none of our own', async () => {
    const attribution = { cause: 'skill_defect', confidence: 0.8, skill: tables.name } as const;
    const examples = taught(() => defects);
    const defects = [low(1, { attribution })];
    const against = async (library: readonly Skill[]): Promise<readonly string[]> =>
      (await examples.all(library)).flatMap(({ negatives }) => negatives);
    assert.deepEqual(await against([tables, stock]), [tables.name]);
    assert.deepEqual(await against([{ ...tables, source: 'own' }, stock]), []);
    assert.deepEqual(await against([{ ...tables, source: '.claude/skills' }, stock]), [tables.name]);
    assert.equal(await examples.all([tables, stock]), await examples.all([tables]));
  });
});

describe('a candidate in its gate', () => {
  const at = useTempFolder();
  // The old skill is known to work for everything else of the kind, and by much.
  const known = Array.from({ length: 9 }, (_, index) =>
    run(index, `Count the rows of site ${index} in the stock file stock.csv.`),
  );
  const records = [...known, low(20), low(21)];

  const routed = async (prompt: string, library: readonly Skill[]): Promise<string | null> => {
    const lock = createStateLock({ dir: at('lock'), owner: createWindowId() });
    const generations = new Generations({ dir: at('router'), lock, onProblem: () => undefined });
    const router = new Router(
      new ModelKeeper(
        taught(() => records),
        generations,
      ),
      undefined,
    );
    return (await router.route({ prompt, skills: library, facts: new Map() }, new AbortController().signal)).chosen;
  };

  it('is chosen for what it was made for and what is like it, and leaves the rest to the skills that do it', async () => {
    const candidate = {
      ...stock,
      madeFor: [20, 21].map((part) => `Count the rows of part ${part} whose stock is low.`),
    };
    assert.notEqual(await routed('Count the rows of part 20 whose stock is low.', [tables, stock]), stock.name);
    assert.equal(await routed('Count the rows of part 20 whose stock is low.', [tables, candidate]), stock.name);
    assert.equal(await routed('Count the rows of part 33 whose stock is low.', [tables, candidate]), stock.name);
    assert.equal(
      await routed('Count the rows of site 3 in the stock file stock.csv.', [tables, candidate]),
      tables.name,
    );
  });
});
