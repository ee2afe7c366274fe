import type { FileChange } from '../events.js';
import type { Text } from '../text.js';

/**
 * What undo needs beyond a {@link FileChange}. The fields are optional so that a change read from a log without them can still be undone,
 * only less exactly.
 */
export interface TrackedChange extends FileChange {
  readonly beforeMode?: number;
  readonly afterMode?: number;
  /** The path was, or is now, a symbolic link; its hash is that of the target's text. */
  readonly beforeLink?: true;
  readonly afterLink?: true;
  /** How many folders above the file, from the innermost, the run made. */
  readonly newFolders?: number;
  /** Someone else changed the file between two changes of the run: undo keeps it. */
  readonly mixed?: true;
}

/** Stands for a hash when the content was not kept; no file has it, so undo keeps such a file. */
export const notKept = 'not-kept';

/** Whether everything a command may change can be undone; if not, why. */
export type Coverage = { readonly complete: true } | { readonly complete: false; readonly reason: Text };

/** How much a snapshot looks at and keeps. */
export interface SnapshotLimits {
  readonly files: number;
  /** Bytes held in memory for the time of the run. */
  readonly bytes: number;
}

export const defaultLimits: SnapshotLimits = { files: 5000, bytes: 64 * 1024 * 1024 };
