import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { HumanError } from '../../../src/engine/errors.js';
import { removal, restore } from '../../../src/engine/skills/restore.js';
import { HashMismatchError } from '../../../src/engine/store/atomic.js';
import { times } from '../../support/soak.js';
import { pack, runPacked } from '../store/children.js';
import { scratch } from '../store/childrenScratch.js';
import { change, edit, filesIn, openHouse, skillIn, type Files, type HistoryHouse } from './historyHouse.js';

/** What must be the case, without any files. */
interface Model {
  folder: Files;
  /** Of each version. */
  readonly versions: Files[];
  /** What each of the two windows saw when it last looked. */
  readonly seen: [Files, Files];
}

interface Real {
  readonly windows: readonly [HistoryHouse, HistoryHouse];
  readonly dir: string;
}

type Window = 0 | 1;
type Step = fc.AsyncCommand<Model, Real>;

const key = (files: Files): string => JSON.stringify(Object.entries(files).sort());
const put = (model: Model, files: Files): void => {
  if (key(model.versions.at(-1) ?? {}) !== key(files)) model.versions.push(files);
};
let executed = 0;

/** A step with its check: the folder and the history, as any window sees them, are those of the model. */
const step = (
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Step => ({
  check,
  run: async (model, real) => {
    executed++;
    await run(model, real);
    assert.deepEqual(await filesIn(real.dir), Object.fromEntries(Object.entries(model.folder).sort()));
    for (const { history } of real.windows) {
      const versions = await history.versions('a');
      assert.equal(versions.length, model.versions.length);
      const tree = versions.at(-1)?.tree;
      const content = tree ? await history.content(tree) : new Map<string, { data: Uint8Array }>();
      assert.deepEqual([...content.keys()].sort(), Object.keys(model.versions.at(-1) ?? {}).sort());
    }
  },
  toString: () => name,
});

const paths = ['SKILL.md', 'run.sh', 'notes/a.txt', 'notes/deep/b.txt'];
const contents = fc.constantFrom('one', 'two', 'three', 'four');
const windows = fc.constantFrom<Window>(0, 1);
const changes = fc.dictionary(fc.constantFrom(...paths), fc.option(contents), { minKeys: 1, maxKeys: 3 });

/** The edits that turn what a window saw into something else. */
const editsOf = (seen: Files, wanted: Readonly<Record<string, string | null>>) =>
  Object.entries(wanted)
    .filter(([file, text]) => text !== null || seen[file] !== undefined)
    .map(([file, text]) => edit(file, seen[file] ?? null, text));

const applied = (files: Files, wanted: Readonly<Record<string, string | null>>): Files => {
  const all = Object.entries({ ...files, ...wanted }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(all);
};

const steps: fc.Arbitrary<Step>[] = [
  windows.map((by) =>
    step(`look(${by})`, (model) => {
      model.seen[by] = model.folder;
      return Promise.resolve();
    }),
  ),
  fc.tuple(windows, changes).map(([by, wanted]) =>
    step(`accept(${by}, ${JSON.stringify(wanted)})`, async (model, { windows: houses, dir }) => {
      const seen = model.seen[by];
      const edits = editsOf(seen, wanted);
      if (edits.length === 0) return;
      const isFresh = edits.every(({ path: file }) => seen[file] === model.folder[file]);
      const commit = houses[by].history.commit(change(dir, ...edits));
      if (!isFresh) {
        await assert.rejects(commit, HashMismatchError);
        return;
      }
      await commit;
      put(model, model.folder);
      const named = new Set(edits.map(({ path: file }) => file));
      model.folder = applied(
        model.folder,
        Object.fromEntries(Object.entries(wanted).filter(([file]) => named.has(file))),
      );
      put(model, model.folder);
    }),
  ),
  fc.tuple(contents, contents).map(([a, b]) =>
    step(`both(${a}, ${b})`, async (model, { windows: houses, dir }) => {
      const edits = [a, b].map((text) => edit('SKILL.md', model.folder['SKILL.md'] ?? null, `${text}!`));
      const before = model.folder;
      const outcomes = await Promise.allSettled(
        edits.map((one, by) => houses[by as Window].history.commit(change(dir, one))),
      );
      const won = outcomes.flatMap(({ status }, by) => (status === 'fulfilled' ? [[a, b][by] ?? ''] : []));
      for (const one of outcomes)
        if (one.status === 'rejected') assert.ok(one.reason instanceof HashMismatchError, String(one.reason));
      // A change to what is there already is no change, so both may win; otherwise exactly one does.
      const [winner = ''] = won;
      const same = before['SKILL.md'] === `${a}!` || before['SKILL.md'] === `${b}!`;
      if (!same) assert.equal(won.length, 1);
      put(model, before);
      const text = same ? await readFile(path.join(dir, 'SKILL.md'), 'utf8') : `${winner}!`;
      if (same) assert.ok([`${a}!`, `${b}!`].includes(text));
      model.folder = { ...before, 'SKILL.md': text };
      put(model, model.folder);
    }),
  ),
  fc.tuple(fc.constantFrom(...paths), contents).map(([file, text]) =>
    step(`hand(${file}, ${text})`, async (model, { dir }) => {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), text);
      model.folder = { ...model.folder, [file]: text };
    }),
  ),
  fc.constant(
    step('delete', async (model, { dir }) => {
      await rm(dir, { recursive: true, force: true });
      model.folder = {};
    }),
  ),
  windows.map((by) =>
    step(
      `ensure(${by})`,
      async (model, { windows: houses, dir }) => {
        const version = await houses[by].history.ensure(await skillIn(dir));
        put(model, model.folder);
        assert.equal(version.version, model.versions.length);
      },
      ({ folder }) => folder['SKILL.md'] !== undefined,
    ),
  ),
  fc.tuple(windows, fc.nat(30)).map(([by, number]) =>
    step(
      `restore(${by}, ${number})`,
      async (model, { windows: houses, dir }) => {
        const version = (number % model.versions.length) + 1;
        const wanted = model.versions[version - 1] ?? {};
        const restored = restore(houses[by].history, { name: 'a', dir, version });
        if (Object.keys(wanted).length === 0) {
          await assert.rejects(restored, HumanError);
          return;
        }
        await restored;
        put(model, model.folder);
        model.folder = wanted;
        put(model, wanted);
      },
      ({ versions }) => versions.length > 0,
    ),
  ),
  windows.map((by) =>
    step(
      `remove(${by})`,
      async (model, { windows: houses, dir }) => {
        await houses[by].history.commit(change(dir, ...(await removal(dir))));
        put(model, model.folder);
        model.folder = {};
        put(model, {});
      },
      ({ folder }) => Object.keys(folder).length > 0,
    ),
  ),
  windows.map((by) =>
    step(`repair(${by})`, async (_, { windows: houses }) => {
      assert.deepEqual(await houses[by].history.repair(), []);
    }),
  ),
];

describe('history of two windows', function () {
  this.timeout(600_000);
  let folder = '';
  before(() => (folder = scratch()));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('P5: is what a model without files says', async () => {
    const enough = times(5000, 100_000);
    let number = 0;
    for (let batch = 0; executed < enough; batch++)
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: 'max' }), async (commands) => {
          const root = path.join(folder, String(++number));
          mkdirSync(path.join(root, 'ws'), { recursive: true });
          const open = (): HistoryHouse => openHouse(root, () => 1);
          const real: Real = { windows: [open(), open()], dir: open().dir('a') };
          const model: Model = { folder: {}, versions: [], seen: [{}, {}] };
          await fc.asyncModelRun(() => ({ model, real }), commands);
          rmSync(root, { recursive: true, force: true });
        }),
        { numRuns: 20, seed: 7 + batch },
      );
    console.log(`      ${executed} steps of ${number} sequences`);
  });

  it('P5: loses no update of several processes', async () => {
    const program = await pack('historyCounter', folder);
    const root = path.join(folder, 'counter');
    mkdirSync(path.join(root, 'ws'), { recursive: true });
    const house = openHouse(root, () => 1);
    await house.history.commit(change(house.dir('a'), edit('SKILL.md', null, '0')));
    const [processes, count] = [3, times(30, 300)];
    const conflicts = (await Promise.all(
      Array.from({ length: processes }, () => runPacked(program, root, String(count))),
    )) as number[];
    assert.equal(await readFile(path.join(house.dir('a'), 'SKILL.md'), 'utf8'), String(processes * count));
    const versions = await house.history.versions('a');
    assert.equal(versions.length, processes * count + 1);
    assert.deepEqual(
      versions.slice(1).map(({ parent }) => parent),
      versions.slice(0, -1).map(({ tree }) => tree),
    );
    console.log(
      `      ${processes * count} updates, 0 lost, ${conflicts.reduce((sum, one) => sum + one)} told of a conflict`,
    );
  });
});
