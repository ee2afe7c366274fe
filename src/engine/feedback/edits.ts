import { lstat } from 'node:fs/promises';
import { readInside } from '../act/files.js';
import { placeOf } from '../act/snapshot.js';
import { notKept, type TrackedChange } from '../act/tracking.js';
import { HumanError } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';

/** Larger files, in bytes, are not looked at: a look must not be felt. */
const largest = 512 * 1024;

/** What has become of the files a run changed. Paths relative to the workspace. */
export interface Edits {
  /** As the run left them. */
  readonly kept: readonly string[];
  /** As they were before the run, and they existed then. */
  readonly restored: readonly string[];
  /** The run had made them, and they are gone. */
  readonly removed: readonly string[];
  /** Neither: somebody went on with them. */
  readonly others: readonly string[];
}

/** Looks at the files of a run, none above 512 KB. What cannot be compared is left out. */
export async function editsNow(changes: readonly TrackedChange[], workspace: string): Promise<Edits> {
  const edits = { kept: [] as string[], restored: [] as string[], removed: [] as string[], others: [] as string[] };
  for (const change of changes) {
    const now = await hashNow(change, workspace);
    if (now === undefined || change.before === change.after) continue;
    if (now === change.after) edits.kept.push(change.path);
    else if (now !== change.before) edits.others.push(change.path);
    else if (now === null) edits.removed.push(change.path);
    else edits.restored.push(change.path);
  }
  return edits;
}

/** SHA-256 of what stands there, `null` for nothing, undefined when nobody can tell. */
async function hashNow(change: TrackedChange, workspace: string): Promise<string | null | undefined> {
  const absolute = placeOf(workspace, change.path);
  if (!absolute || change.mixed || change.before === notKept || change.after === notKept) return undefined;
  try {
    if ((await lstat(absolute)).size > largest) return undefined;
    return (await readInside(workspace, absolute))?.hash ?? null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (error instanceof HumanError || codeOf(error)) return undefined;
    throw error;
  }
}
