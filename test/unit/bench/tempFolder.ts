import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A real folder for one test. */
export interface TempFolder {
  /** Real path. */
  readonly dir: string;
  at(relative: string): string;
  put(relative: string, content: string | Uint8Array): Promise<string>;
  dispose(): Promise<void>;
}

export async function makeTempFolder(): Promise<TempFolder> {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'memento-bench-')));
  const at = (relative: string): string => path.join(dir, relative);
  return {
    dir,
    at,
    put: async (relative, content) => {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), content);
      return at(relative);
    },
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
}
