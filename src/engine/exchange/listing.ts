import type { Content } from '../skills/tree.js';
import type { Budget } from './limits.js';

/** Why a file is left out. */
export type Skip = 'link' | 'submodule' | 'special' | 'name' | 'foreign' | 'large-file-storage';

export interface Skipped {
  readonly path: string;
  readonly why: Skip;
}

/** One file of a source, before anything of it is believed. */
export interface ListedFile {
  /** Inside the source, with forward slashes; checked by `pathFault`. */
  readonly path: string;
  /** Bytes as the source states them. */
  readonly size: number;
}

/** What a source holds: regular files with safe names only. */
export interface Listing {
  readonly files: readonly ListedFile[];
  readonly skipped: readonly Skipped[];
  /**
   * Reads some of the files.
   * @throws {HumanError} when they hold more than the budget has left
   */
  read(files: readonly ListedFile[], budget: Budget, signal: AbortSignal): Promise<Content>;
}
