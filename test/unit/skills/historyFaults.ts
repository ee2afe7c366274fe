// Changes of a skill's folder that are cut off at any call of the file system, and what must hold afterwards.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, utimesSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { HumanError } from '../../../src/engine/errors.js';
import { removal, restore } from '../../../src/engine/skills/restore.js';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { HashMismatchError } from '../../../src/engine/store/atomic.js';
import { change, edit, filesIn, openHouse, type Files, type HistoryHouse } from './historyHouse.js';

/** One of the things that are cut off. */
export interface Operation {
  readonly before: Files;
  readonly after: Files;
  run(house: HistoryHouse): Promise<SkillVersion>;
}

const first: Files = { 'SKILL.md': 'first', 'old/gone.txt': 'gone', 'kept.txt': 'kept' };
const second: Files = { 'SKILL.md': 'second', 'kept.txt': 'kept', 'new/run.sh': 'x:run' };
/** By hand, so that it is in no version when the operation begins. */
const edited: Files = { ...second, 'kept.txt': 'edited by hand' };

export const operations = {
  accept: {
    before: second,
    after: { ...second, 'SKILL.md': 'third', 'new/run.sh': 'run' },
    run: ({ history, dir }) =>
      history.commit(change(dir('a'), edit('SKILL.md', 'second', 'third'), edit('new/run.sh', 'x:run', 'run'))),
  },
  create: {
    before: {},
    after: { 'SKILL.md': 'new', 'scripts/run.sh': 'x:run' },
    run: ({ history, dir }) =>
      history.commit(change(dir('b'), edit('SKILL.md', null, 'new'), edit('scripts/run.sh', null, 'x:run'))),
  },
  restore: {
    before: edited,
    after: first,
    run: ({ history, dir }) => restore(history, { name: 'a', dir: dir('a'), version: 1 }),
  },
  remove: {
    before: edited,
    after: {},
    run: async ({ history, dir }) => history.commit(change(dir('a'), ...(await removal(dir('a'))))),
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

const nameOf = (operation: OperationName): string => (operation === 'create' ? 'b' : 'a');

/** A skill of two versions, edited by hand since where the operation says so; to be copied for each fault. */
export async function prepare(root: string, operation: OperationName): Promise<void> {
  await mkdir(path.join(root, 'ws'), { recursive: true });
  const house = openHouse(root, () => 1);
  const dir = house.dir('a');
  await house.history.commit(change(dir, ...Object.entries(first).map(([file, text]) => edit(file, null, text))));
  await house.history.commit(
    change(
      dir,
      edit('SKILL.md', 'first', 'second'),
      edit('old/gone.txt', 'gone', null),
      edit('new/run.sh', null, 'x:run'),
    ),
  );
  if (operations[operation].before === edited) await writeFile(path.join(dir, 'kept.txt'), 'edited by hand');
}

/** @returns the version, once the change is acknowledged. */
export const operate = (root: string, operation: OperationName, window?: string): Promise<SkillVersion> =>
  operations[operation].run(openHouse(root, () => 2, undefined, window));

export function copyOf(prepared: string, root: string): void {
  cpSync(prepared, root, { recursive: true, preserveTimestamps: true });
}

/** What is allowed to have come of it: an acknowledged change stays, an error is one that people understand. */
export async function check(
  root: string,
  operation: OperationName,
  acknowledged: boolean,
  error?: unknown,
): Promise<void> {
  if (error !== undefined)
    assert.ok(error instanceof HumanError || error instanceof HashMismatchError, `a bug: ${inspect(error)}`);
  age(root);
  const house = openHouse(root, () => 3);
  const { before, after } = operations[operation];
  const name = nameOf(operation);
  const repairs = await house.history.repair();
  assert.ok(
    repairs.every(({ outcome }) => outcome === 'done' || outcome === 'aborted'),
    JSON.stringify(repairs),
  );
  assert.deepEqual(await openHouse(root, () => 4).history.repair(), []);
  const found = await filesIn(house.dir(name));
  const happened = JSON.stringify(found) === JSON.stringify(sorted(after));
  if (!happened) assert.deepEqual(found, sorted(before), 'the folder is neither as before nor as after');
  if (acknowledged) assert.ok(happened, 'an acknowledged change is lost');
  const versions = await house.history.versions(name);
  const latest = versions.at(-1);
  const content = latest?.tree ? await house.history.content(latest.tree) : new Map<string, { data: Uint8Array }>();
  const recorded = Object.fromEntries([...content].map(([file, { data }]) => [file, Buffer.from(data).toString()]));
  const plain = (files: Files): Files =>
    Object.fromEntries(Object.entries(sorted(files)).map(([file, text]) => [file, text.replace(/^x:/, '')]));
  // What was edited by hand need not be recorded by a change that did not happen.
  const allowed = happened ? [after] : operation === 'create' ? [{}] : [before, second];
  assert.ok(
    allowed.some((files) => JSON.stringify(plain(files)) === JSON.stringify(recorded)),
    `the latest version holds ${JSON.stringify(recorded)}`,
  );
  assert.deepEqual(
    versions.map(({ version }) => version),
    versions.map((_, index) => index + 1),
  );
  await rm(path.join(root, 'state', 'lock'), { recursive: true, force: true });
  const left = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tmp'));
  assert.deepEqual(left, [], 'temporary files are left');
  assert.ok(
    await readFile(path.join(root, 'ws', '.memento', 'skills', 'a', 'SKILL.md')).catch(() => operation === 'remove'),
  );
}

const sorted = (files: Files): Files => Object.fromEntries(Object.entries(files).sort());

/** Makes temporary files old enough to be swept, as time would. */
function age(root: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.tmp')) utimesSync(path.join(root, file), 1000, 1000);
}
