import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Budget } from '../../engine/exchange/limits.js';
import { explained } from '../../engine/safety/fileProblem.js';
import type { BenchTask } from './benchTask.js';
import { bundled } from './bundled.js';

/** Bytes that all the files which are taken along may have together. */
const largest = 512 * 1024 * 1024;

/**
 * Writes a task file that stands for itself: what its tasks bring along is copied into the folder `<name>.files` beside it, each file once.
 * @param file a new file in a folder that is there
 * @throws {HumanError} when there is such a file or folder already, when something cannot be read, leads outside or is too large, or the disk refuses
 * @throws {CancelledError}
 */
export async function writeTasks(file: string, tasks: readonly BenchTask[], signal: AbortSignal): Promise<void> {
  const beside = `${path.basename(file, path.extname(file))}.files`;
  const folder = path.join(path.dirname(file), beside);
  const budget = new Budget(largest, path.basename(file));
  const places = new Map<string, string>();
  const take = async (base: string, from: string): Promise<string> => {
    const source = path.join(base, from);
    const known = places.get(source);
    if (known !== undefined) return known;
    if (places.size === 0) await explained(folder, () => mkdir(folder));
    const place = `${beside}/${places.size + 1}/${path.posix.basename(from)}`;
    places.set(source, place);
    for await (const [below, { data, executable }] of bundled(base, from, budget, signal)) {
      const at = path.join(path.dirname(file), ...place.split('/'), ...below.split('/').filter(Boolean));
      await explained(at, async () => {
        await mkdir(path.dirname(at), { recursive: true });
        await writeFile(at, data, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
      });
    }
    return place;
  };
  const lines: string[] = [];
  for (const { base, files, ...task } of tasks) {
    const taken: [string, BenchTask['files'][string]][] = [];
    for (const [name, content] of Object.entries(files)) {
      const stays = typeof content === 'string' || base === undefined;
      taken.push([name, stays ? content : { path: await take(base, content.path.replace(/\/$/, '')) }]);
    }
    lines.push(JSON.stringify({ ...task, files: Object.fromEntries(taken) }));
  }
  // Last: a task file that is there is whole.
  await explained(file, () => writeFile(file, `${lines.join('\n')}\n`, { flag: 'wx' }));
}
