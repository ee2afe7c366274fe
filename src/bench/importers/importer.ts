import type { BenchTask } from '../tasks/benchTask.js';
import type { SourceRecord } from './records.js';

export const importFormats = ['gaia', 'hle', 'gsm8k', 'bbh', 'intercode-bash', 'intercode-sql'] as const;
export type ImportFormat = (typeof importFormats)[number];

/**
 * Why a record became no task: it needs a picture, says no answer, its file or database is not there, what it runs would reach outside its folder
 * or depends on the machine, or its id was there already.
 */
export type SkipReason = 'image' | 'no-answer' | 'file-missing' | 'unsafe' | 'duplicate';

/** What an importer makes of a record; split, source and licence are the same for all of a format. */
export type Draft = Pick<BenchTask, 'id' | 'domain' | 'kind' | 'prompt' | 'check'> &
  Partial<Pick<BenchTask, 'files' | 'setup'>>;

/** Makes tasks of the records of one file. */
export type Drafter = (record: SourceRecord, signal: AbortSignal) => Promise<Draft | SkipReason>;

/** One format of files that people bring. */
export interface Importer {
  readonly format: ImportFormat;
  readonly source: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Whether a record looks like one of this format. */
  fits(record: unknown): boolean;
  /**
   * @param file path of the file the records come from
   * @throws {HumanError} when something that belongs to the file cannot be used
   */
  open(file: string, records: readonly SourceRecord[], signal: AbortSignal): Promise<Drafter>;
}

/** Whether a value is an object with these keys. */
export const has = (value: unknown, ...keys: readonly string[]): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key));
