import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../engine/store/hash.js';
import type { BenchTask } from '../tasks/benchTask.js';
import { layTask } from '../tasks/layTask.js';

/** Folders that hold the files of tasks as they are before anybody works on them. */
export class TaskFolders {
  readonly #made = new Map<string, Promise<string>>();
  readonly #folders = new Map<string, string>();

  constructor(private readonly root: string) {}

  /** The folder of a task, made once; nobody may change it. */
  of(task: BenchTask, signal: AbortSignal): Promise<string> {
    const known = this.#made.get(task.id);
    if (known) return known;
    const folder = path.join(this.root, sha256(task.id).slice(0, 16));
    const made = layAnew(task, folder, signal);
    this.#made.set(task.id, made);
    this.#folders.set(task.id, folder);
    return made;
  }

  /** The folder of a task whose files were laid before. */
  at(id: string): string | undefined {
    return this.#folders.get(id);
  }
}

async function layAnew(task: BenchTask, folder: string, signal: AbortSignal): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await layTask(task, folder, signal);
  return folder;
}

/** Empties a workspace but for its library, and lays a task's files into it. */
export async function layInto(workspace: string, task: BenchTask, signal: AbortSignal): Promise<void> {
  for (const name of await readdir(workspace))
    if (name !== '.memento') await rm(path.join(workspace, name), { recursive: true, force: true });
  await layTask(task, workspace, signal);
}
