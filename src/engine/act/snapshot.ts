import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';
import { foldName } from '../safety/paths.js';
import { sha256 } from '../store/hash.js';
import type { ObjectStore } from '../store/objects.js';
import { readInside, removeEmptyFolders, replaceInside, type Expected } from './files.js';
import { Tracker } from './tracker.js';
import { defaultLimits, type Coverage, type SnapshotLimits, type TrackedChange } from './tracking.js';

/** Remembers what a run's files were before the run changed them. One per run. */
export interface Snapshot {
  /** Keeps what stands at a path before a tool changes it. @throws {HumanError} when it is too large to keep */
  beforeWrite(absolute: string): Promise<void>;
  afterWrite(absolute: string): Promise<void>;
  /** Looks at the whole workspace: changes since the last look are not the run's. @throws {CancelledError} */
  beforeCommand(signal?: AbortSignal): Promise<Coverage>;
  /** Looks again: changes since {@link beforeCommand} are the command's. */
  afterCommand(): Promise<Coverage>;
  /** What the run changed so far, by path. */
  changes(): Promise<readonly TrackedChange[]>;
}

/**
 * Makes the snapshot of a run. Before the first command all files are read into memory (nothing tells which ones it will change); only
 * those that then change are put into the store. Version control, packages and caches are left out: see `scan.ts`.
 */
export const createSnapshot = (of: {
  readonly workspace: string;
  readonly objects: ObjectStore;
  readonly limits?: SnapshotLimits;
}): Snapshot => new Tracker(of.workspace, of.objects, of.limits ?? defaultLimits);

/** Paths relative to the workspace. `kept`: not as the run left them any more, or their earlier content was not kept. */
export interface Undone {
  readonly restored: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Puts back, byte for byte and with its permissions, every file that is still as the run left it: made ones are removed together with the
 * folders made for them, changed ones restored, removed ones made again. Doing it twice is harmless.
 */
export async function undoChanges(
  changes: readonly TrackedChange[],
  workspace: string,
  objects: ObjectStore,
): Promise<Undone> {
  const done = new Set<string>();
  const attemptAll = async (some: readonly TrackedChange[]) => {
    for (const change of some) if (await attempt(change, workspace, objects)) done.add(change.path);
  };
  // What the run made goes first, with its folders: a file may stand where a folder was, or the other way round.
  const made = changes.filter(({ before }) => before === null);
  await attemptAll(made);
  await removeEmptyFolders(workspace, foldersMadeFor(made.filter((change) => done.has(change.path))));
  await attemptAll(changes.filter(({ before }) => before !== null));
  const paths = changes.map((change) => change.path).sort();
  return { restored: paths.filter((one) => done.has(one)), kept: paths.filter((one) => !done.has(one)) };
}

/** Paths relative to the workspace, inner folders before the ones around them. */
function foldersMadeFor(changes: readonly TrackedChange[]): string[] {
  const folders = new Set<string>();
  for (const { path: file, newFolders = 0 } of changes) {
    const names = file.split('/').slice(0, -1);
    for (let left = newFolders; left > 0 && names.length; left--, names.pop()) folders.add(names.join('/'));
  }
  return [...folders].sort((a, b) => b.length - a.length);
}

async function attempt(change: TrackedChange, workspace: string, objects: ObjectStore): Promise<boolean> {
  try {
    return await restore(change, workspace, objects);
  } catch (error) {
    if (error instanceof HumanError || codeOf(error)) return false;
    throw error;
  }
}

async function restore(change: TrackedChange, workspace: string, objects: ObjectStore): Promise<boolean> {
  const absolute = placeOf(workspace, change.path);
  if (!absolute || change.mixed) return false;
  const before = expected(change.before, change.beforeLink);
  const after = expected(change.after, change.afterLink);
  const current = await readInside(workspace, absolute);
  const asBefore =
    matches(current, before) && (!current || !before || current.mode === (change.beforeMode ?? current.mode));
  if (asBefore) return true;
  if (!matches(current, after)) return false;
  if (!before) {
    await replaceInside(workspace, absolute, after, null);
    return true;
  }
  const bytes = await objects.get(before.hash);
  if (sha256(bytes) !== before.hash) return false;
  const mode = change.beforeMode ?? current?.mode;
  await replaceInside(workspace, absolute, after, { kind: before.kind, bytes, ...(mode !== undefined && { mode }) });
  return true;
}

const expected = (hash: string | null, link: true | undefined): Expected =>
  hash === null ? null : { hash, kind: link ? 'link' : 'file' };

const matches = (a: Expected, b: Expected): boolean => a?.hash === b?.hash && a?.kind === b?.kind;

/** Where a logged path lies. A log is a file that anyone may have changed: what could lead elsewhere is refused. */
export function placeOf(workspace: string, relative: string): string | undefined {
  const segments = relative.split('/');
  const refused = (name: string) => /^(\.{0,2})$/.test(name) || name.includes('\0') || foldName(name) === '.memento';
  return segments.some(refused) || path.isAbsolute(relative) ? undefined : path.join(workspace, ...segments);
}
