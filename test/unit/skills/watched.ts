import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createLibrary, type Library } from '../../../src/engine/skills/library.js';
import type { LibrarySnapshot } from '../../../src/engine/skills/skill.js';
import { until } from './support.js';

/** Folders and files that this process watches, from the kernel; undefined where it does not tell. */
export function kernelWatches(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc/self/fdinfo')
    .map((descriptor) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
      } catch {
        return '';
      }
    })
    .reduce((sum, info) => sum + (info.match(/^inotify /gm)?.length ?? 0), 0);
}

/** A watched library and what it told. */
export class Watched {
  latest: LibrarySnapshot | undefined;
  changes = 0;

  constructor(readonly library: Library) {
    library.onDidChange((snapshot) => {
      this.latest = snapshot;
      this.changes++;
    });
  }

  /** Waits until the latest snapshot is so. */
  async becomes(expected: (snapshot: LibrarySnapshot) => boolean): Promise<void> {
    await until(() => this.latest !== undefined && expected(this.latest));
  }
}

/** Watches the library of a workspace; a problem fails the test. */
export async function watchLibrary(workspace: string, userHome?: string): Promise<Watched> {
  await mkdir(workspace, { recursive: true });
  const library = createLibrary({
    workspace,
    templates: `${workspace}/no-templates`,
    userHome,
    onProblem: (problem) => assert.fail(problem.key),
  });
  await library.watch();
  return new Watched(library);
}

export const bodyOf = (snapshot: LibrarySnapshot, name: string): string | undefined =>
  snapshot.skills.find((skill) => skill.name === name)?.body;
