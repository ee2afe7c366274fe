import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTasks } from '../tasks/readTasks.js';
import { HumanError } from '../../engine/errors.js';
import { explained } from '../../engine/safety/fileProblem.js';
import { text } from '../../engine/text.js';
import { sha256 } from '../../engine/store/hash.js';
import { ifCode } from '../house/ifCode.js';
import type { BenchSettings } from '../run/settings.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from './benchWorld.js';
import { frozenWorld } from './frozen.js';
import { wideWorld } from './wide.js';

/** Names of worlds that are drawn instead of read. */
export const drawnWorlds = ['frozen', 'wide'] as const;

/**
 * The world of a seed.
 * @param settings `tasks` is one of {@link drawnWorlds}, or a task file or a folder of such
 * @param templates folder of the elementary skills, the library that tasks from files begin with
 * @throws {HumanError} when there is no such file, or nothing in it to learn from or to test with
 */
export async function worldOf(
  { tasks, rounds, config: { world = {} } }: Pick<BenchSettings, 'tasks' | 'rounds' | 'config'>,
  seed: string,
  templates: string,
  signal: AbortSignal,
): Promise<BenchWorld> {
  if (tasks === 'frozen') return frozenWorld(seed, world);
  if (tasks === 'wide') return wideWorld(seed, rounds, world);
  return fileWorld(tasks, seed, await readAll(tasks, signal), await libraryIn(templates));
}

async function readAll(place: string, signal: AbortSignal): Promise<readonly BenchTask[]> {
  const names = await explained(place, () => readdir(place).catch(ifCode('ENOTDIR', undefined)));
  const files = names
    ? names
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => path.join(place, name))
    : [place];
  const all: BenchTask[] = [];
  for (const file of files) all.push(...(await readTasks(file, signal)));
  return all;
}

function fileWorld(
  name: string,
  seed: string,
  tasks: readonly BenchTask[],
  library: Readonly<Record<string, string>>,
): BenchWorld {
  const of = (split: BenchTask['split']): readonly BenchTask[] =>
    tasks
      .filter((task) => task.split === split)
      .map((task) => ({ task, place: sha256(`${seed}/${task.id}`) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .map(({ task }) => task);
  const [train, test] = [of('train'), of('test')];
  if (!train.length || !test.length)
    throw new HumanError(text('{0} must hold tasks with the split “train” and tasks with the split “test”.', name));
  const kinds = new Set(train.map(({ domain, kind }) => `${domain}/${kind}`));
  const unseen = new Set(test.filter(({ domain, kind }) => !kinds.has(`${domain}/${kind}`)).map(({ kind }) => kind));
  return { name, seed, train: () => train, test: () => test, library, unseen, flipped: () => false };
}

async function libraryIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const library: Record<string, string> = {};
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) library[entry.name] = await readFile(path.join(folder, entry.name, 'SKILL.md'), 'utf8');
  return library;
}
