import path from 'node:path';
import { throwIfCancelled } from '../../errors.js';
import type { ChatModel, Clock, ModelInfo } from '../../ports.js';
import type { StateLock } from '../../store/lock.js';
import { Pace } from '../../store/pace.js';
import type { Example, SkillText } from '../example.js';
import { type Cost, MeteredModel } from './cost.js';
import { checkedQueries, syntheticExamples } from './examples.js';
import type { Whole } from './judge.js';
import { keyOf, syntheticFile, type SyntheticRecord, SyntheticStore } from './store.js';

export interface SyntheticQueriesOptions {
  /** `<state>/router`; made when missing. */
  readonly dir: string;
  /** That of the same state folder. Held only while a record is written. */
  readonly lock: StateLock;
  readonly clock: Clock;
}

/** A skill of a library, whose id is its name, or of a data set. */
export type Described = Pick<SkillText, 'name' | 'description'> & { readonly id?: string };

type Records = ReadonlyMap<string, SyntheticRecord>;

const idOf = ({ id, name }: Described): string => id ?? name;

/** What one asking came to. */
export interface Made {
  readonly record: SyntheticRecord;
  readonly cost: Cost;
}

/**
 * The queries a model has made up for the skills of a library: what the router knows of a skill before anything has been done with it. They are
 * bound to name and description; those of a deleted or reworded skill stay in the log and do not count. Only skills the person has looked at
 * belong here, because a description decides what is written.
 */
export class SyntheticQueries {
  readonly #store: SyntheticStore;
  readonly #clock: Clock;
  #latest:
    | {
        readonly log: Records;
        readonly skills: readonly Described[];
        readonly records: Records;
        readonly examples: readonly Example[];
      }
    | undefined;

  constructor({ dir, lock, clock }: SyntheticQueriesOptions) {
    this.#store = new SyntheticStore(path.join(dir, syntheticFile), lock);
    this.#clock = clock;
  }

  /** What the router learns from, skill by skill: the same array until it changes. @throws {HumanError} when the log cannot be read. */
  async examples(skills: readonly Described[]): Promise<readonly Example[]> {
    const log = await this.#store.read();
    const before = this.#latest;
    if (before?.log === log && before.skills === skills) return before.examples;
    const records = await this.records(skills);
    const same =
      records.size === before?.records.size && [...records].every(([id, one]) => before.records.get(id) === one);
    const examples = same ? before.examples : await examplesOf(records);
    this.#latest = { log, skills, records, examples };
    return examples;
  }

  /** What was made for the present text of these skills, by id, with the model's label. @throws {HumanError} when the log cannot be read. */
  async records(skills: readonly Described[]): Promise<Records> {
    const log = await this.#store.read();
    const found = new Map<string, SyntheticRecord>();
    const pace = new Pace();
    for (const skill of skills) {
      const record = log.get(keyOf(skill));
      if (record) found.set(idOf(skill), record);
      if (pace.due) await pace.rest();
    }
    return found;
  }

  /**
   * The skills for whose present text no model has been asked.
   * @param model when given and real, what the practice model made does not count
   * @throws {HumanError} when the log cannot be read.
   */
  async missing<T extends Described>(skills: readonly T[], model?: ModelInfo): Promise<readonly T[]> {
    const records = await this.records(skills);
    return skills.filter((skill) => {
      const record = records.get(idOf(skill));
      return !record || (record.simulated && model?.simulated === false);
    });
  }

  /**
   * Asks the model for queries of one skill, has them judged and keeps them. Two to four requests, more when replies are unreadable. Nothing is
   * kept when it is cancelled. What the judge turned all down is kept as none, so that it is not asked for again and again. When there are
   * queries already, the new ones replace them.
   * @throws {HumanError} when the model gives nothing usable, or the log cannot be written. @throws {CancelledError}
   */
  async make(skill: Described & Whole, model: ChatModel, signal: AbortSignal): Promise<Made> {
    const metered = new MeteredModel(model);
    const { positives, negatives } = await checkedQueries(metered, skill, signal);
    throwIfCancelled(signal);
    const record: SyntheticRecord = {
      key: keyOf(skill),
      skill: idOf(skill),
      positives: [...positives],
      negatives: [...negatives],
      model: model.info.label,
      simulated: model.info.simulated,
      at: this.#clock.now(),
    };
    await this.#store.append(record);
    return { record, cost: metered.cost };
  }
}

async function examplesOf(records: Records): Promise<Example[]> {
  const examples: Example[] = [];
  const pace = new Pace();
  for (const [id, record] of records) {
    examples.push(...syntheticExamples(id, record, record.at));
    if (pace.due) await pace.rest();
  }
  return examples;
}
