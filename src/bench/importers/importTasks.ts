import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError, throwIfCancelled } from '../../engine/errors.js';
import { explained } from '../../engine/safety/fileProblem.js';
import { text } from '../../engine/text.js';
import type { BenchTask } from '../tasks/benchTask.js';
import { taskSchema } from '../tasks/taskSchema.js';
import { bbh } from './bbh.js';
import { gaia } from './gaia.js';
import { gsm8k } from './gsm8k.js';
import { hle } from './hle.js';
import type { Importer, ImportFormat, SkipReason } from './importer.js';
import { intercodeBash } from './intercodeBash.js';
import { intercodeSql } from './intercodeSql.js';
import { readRecord, recordsIn } from './records.js';
import { placeOf, type Shares, splitOf } from './split.js';

/** In the order in which a record is tried: those that ask for more come first. */
const importers: readonly Importer[] = [gaia, hle, gsm8k, bbh, intercodeSql, intercodeBash];

export interface ImportOptions {
  /** Decides which task belongs to which split; another seed, another division. */
  readonly seed?: string;
  readonly shares?: Shares;
  /** So many tasks at most, chosen by the seed. */
  readonly limit?: number;
}

export interface Imported {
  readonly format: ImportFormat;
  /** In the order of the file. Files they bring along lie where they were found: `writeTasks` takes them along. */
  readonly tasks: readonly BenchTask[];
  /** How many records became no task, and why. */
  readonly skipped: ReadonlyMap<SkipReason, number>;
}

/** As many tasks to learn from as make a curve, and at least as many to measure with (learning.md 4). */
const defaultShares: Shares = { train: 0.4, val: 0.1 };

/**
 * Turns a file of a known benchmark into tasks.
 * @param format undefined: told from the first record
 * @param source the file, the folder of GAIA's `metadata.jsonl`, or a folder with the files of BIG-Bench Hard
 * @throws {HumanError} when the form is not known, a record is not of it, something that belongs to it is missing, or nothing is left
 * @throws {CancelledError}
 */
export async function importTasks(
  format: ImportFormat | undefined,
  source: string,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<Imported> {
  const { seed = '1', shares = defaultShares, limit = Infinity } = options;
  const skipped = new Map<SkipReason, number>();
  const tasks = new Map<string, BenchTask>();
  const skip = (why: SkipReason): unknown => skipped.set(why, (skipped.get(why) ?? 0) + 1);
  let importer = importers.find((one) => one.format === format);
  for (const file of await filesOf(source)) {
    const records = await recordsIn(file, signal);
    importer ??= importers.find((one) => one.fits(records[0]?.value));
    if (!importer) throw new HumanError(text('{0} has none of the forms that can be imported: name its form.', file));
    const base = await explained(file, () => realpath(path.dirname(file)));
    const draft = await importer.open(file, records, signal);
    for (const record of records) {
      throwIfCancelled(signal);
      const made = await draft(record, signal);
      if (typeof made === 'string') {
        skip(made);
        continue;
      }
      const { source: from, licence } = importer;
      const value = { ...made, split: splitOf(seed, made.id, shares), source: from, licence };
      // What is imported must be readable again, and hold to the same rules, as what was written by hand.
      const task = readRecord({ ...record, value }, taskSchema);
      if (tasks.has(task.id)) skip('duplicate');
      else tasks.set(task.id, { ...task, base });
    }
  }
  if (!importer || tasks.size === 0) throw new HumanError(text('{0} holds no tasks that can be used.', source));
  return { format: importer.format, tasks: sampled([...tasks.values()], limit, seed), skipped };
}

async function filesOf(source: string): Promise<readonly string[]> {
  const info = await explained(source, () => stat(source));
  if (!info.isDirectory()) return [source];
  const names = (await explained(source, () => readdir(source))).sort();
  const found = names.includes('metadata.jsonl')
    ? ['metadata.jsonl']
    : names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  if (found.length === 0) throw new HumanError(text('{0} holds no tasks that can be used.', source));
  return found.map((name) => path.join(source, name));
}

function sampled(tasks: readonly BenchTask[], limit: number, seed: string): readonly BenchTask[] {
  if (tasks.length <= limit) return tasks;
  // Another text than that of the split, so that a sample holds its share of each.
  const drawn = tasks.map(({ id }) => ({ id, place: placeOf(`${seed}\nsample`, id) }));
  drawn.sort((a, b) => a.place - b.place);
  const kept = new Set(drawn.slice(0, limit).map(({ id }) => id));
  return tasks.filter(({ id }) => kept.has(id));
}
