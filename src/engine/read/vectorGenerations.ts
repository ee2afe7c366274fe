import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../store/hash.js';
import type { VectorModel } from './vectorFormat.js';

/** Part of the name of a generation: another form of the file gets folders of its own. */
const format = 1;
/** Generations kept, the last used ones: editor and command line may be set to different models. */
const kept = 3;

/** Folder of a model's vectors below `<state>/index`. */
export const generationFolder = (dir: string, { id, simulated }: VectorModel): string =>
  path.join(dir, sha256(JSON.stringify([format, id, simulated])).slice(0, 16));

/** Removes the generations that were written longest ago, as far as the disk lets it. */
export async function sweepGenerations(dir: string): Promise<void> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const written = await Promise.all(
    names.map(async (name) => {
      const folder = path.join(dir, name);
      const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: 0 }));
      return { folder, mtimeMs };
    }),
  );
  const old = written.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(kept);
  for (const { folder } of old) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
