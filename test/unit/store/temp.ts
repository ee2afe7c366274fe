import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A fresh folder for each test of the surrounding `describe`; the function gives the path of a name in it. */
export function useTempFolder(): (...parts: readonly string[]) => string {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'memento-test-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return (...parts) => path.join(folder, ...parts);
}
