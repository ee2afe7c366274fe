import { HumanError } from '../errors.js';
import { maxDepth, maxFiles, maxTreeBytes } from '../skills/folderWalk.js';
import { text } from '../text.js';

const megabyte = 1024 * 1024;

/** Bounds of one import. The figures for depth and folders are those that clients of the format are advised to use (anchors.md B.2). */
export const limits = {
  /** Levels below the source at which a skill is still found. */
  depth: 6,
  /** Folders looked into. */
  folders: 2000,
  /** Files listed in an archive or a repository, whether they belong to a skill or not. */
  zipEntries: 5000,
  repositoryFiles: 200_000,
  /** Bytes. */
  archive: 64 * megabyte,
  skill: maxTreeBytes,
  total: 50 * megabyte,
  filesPerSkill: maxFiles,
  /** Levels of folders inside a skill. */
  levelsOfSkill: maxDepth,
} as const;

const inMegabytes = (bytes: number): number => Math.floor(bytes / megabyte);

/** Counts the bytes that were really read, whatever a source says of its sizes. */
export class Budget {
  #left: number;

  constructor(
    private readonly bytes: number,
    private readonly of: string,
    private readonly parent?: Budget,
  ) {
    this.#left = bytes;
  }

  /** @throws {HumanError} when so many bytes more would be too many. */
  require(bytes: number): void {
    if (bytes > this.#left)
      throw new HumanError(text('“{0}” is larger than {1} MB: too large to import.', this.of, inMegabytes(this.bytes)));
    this.parent?.require(bytes);
  }

  /** Counts bytes that were read. @throws {HumanError} when they are too many. */
  spend(bytes: number): void {
    this.require(bytes);
    this.#take(bytes);
  }

  #take(bytes: number): void {
    this.#left -= bytes;
    if (this.parent) this.parent.#take(bytes);
  }
}
