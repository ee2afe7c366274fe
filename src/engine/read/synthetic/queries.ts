import path from 'node:path';
import { throwIfCancelled } from '../../errors.js';
import type { ChatModel, Clock, ModelInfo } from '../../ports.js';
import type { StateLock } from '../../store/lock.js';
import { Pace } from '../../store/pace.js';
import type { Example, SkillText } from '../example.js';
import { type Cost, MeteredModel } from './cost.js';
import { checkedQueries, syntheticExamples } from './examples.js';
import { keyOf, syntheticFile, type SyntheticRecord, SyntheticStore } from './store.js';

export interface SyntheticQueriesOptions {
  /** `<state>/router`; made when missing. */
  readonly dir: string;
  /** That of the same state folder. Held only while a record is written. */
  readonly lock: StateLock;
  readonly clock: Clock;
}

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

  constructor({ dir, lock, clock }: SyntheticQueriesOptions) {
    this.#store = new SyntheticStore(path.join(dir, syntheticFile), lock);
    this.#clock = clock;
  }

  /** What the router learns from, skill by skill. @throws {HumanError} when the log cannot be read. */
  async examples(skills: readonly SkillText[]): Promise<Example[]> {
    const examples: Example[] = [];
    const pace = new Pace();
    for (const [id, record] of await this.records(skills)) {
      examples.push(...syntheticExamples(id, record, record.at));
      if (pace.due) await pace.rest();
    }
    return examples;
  }

  /** What was made for the present text of these skills, by id, with the model's label. @throws {HumanError} when the log cannot be read. */
  async records(skills: readonly SkillText[]): Promise<ReadonlyMap<string, SyntheticRecord>> {
    const records = await this.#store.read();
    const found = new Map<string, SyntheticRecord>();
    const pace = new Pace();
    for (const skill of skills) {
      const record = records.get(keyOf(skill));
      if (record) found.set(skill.id, record);
      if (pace.due) await pace.rest();
    }
    return found;
  }

  /**
   * The skills for whose present text no model has been asked.
   * @param model when given and real, what the practice model made does not count
   * @throws {HumanError} when the log cannot be read.
   */
  async missing(skills: readonly SkillText[], model?: ModelInfo): Promise<readonly SkillText[]> {
    const records = await this.records(skills);
    return skills.filter(({ id }) => {
      const record = records.get(id);
      return !record || (record.simulated && model?.simulated === false);
    });
  }

  /**
   * Asks the model for queries of one skill, has them judged and keeps them. Two to four requests, more when replies are unreadable. Nothing is
   * kept when it is cancelled. What the judge turned all down is kept as none, so that it is not asked for again and again. When there are
   * queries already, the new ones replace them.
   * @throws {HumanError} when the model gives nothing usable, or the log cannot be written. @throws {CancelledError}
   */
  async make(skill: SkillText, model: ChatModel, signal: AbortSignal): Promise<Made> {
    const metered = new MeteredModel(model);
    const { positives, negatives } = await checkedQueries(metered, skill, signal);
    throwIfCancelled(signal);
    const record: SyntheticRecord = {
      key: keyOf(skill),
      skill: skill.id,
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
