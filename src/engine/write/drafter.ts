import type { Knowledge } from '../memory.js';
import type { ChatModel } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import type { Bucket } from './bucket.js';
import type { Episode } from './episode.js';
import { create } from './operations/create.js';
import { merge } from './operations/merge.js';
import type { Attempt, Draft } from './operations/operation.js';
import type { Requests } from './operations/reach.js';
import { rewrite } from './operations/rewrite.js';
import { routeFix } from './operations/routeFix.js';
import { split } from './operations/split.js';
import type { Proposals } from './proposals.js';
import type { LearningSettings } from './settings.js';

export interface DraftInput {
  readonly bucket: Bucket;
  readonly known: Knowledge;
  readonly model: ChatModel;
  /** What the writer is shown. */
  readonly shown: readonly Episode[];
  readonly keep: readonly Episode[];
  readonly diagnosis: string;
  readonly requests: Requests;
}

/** Asks for one candidate of the operation that a bucket calls for. */
export class Drafter {
  constructor(
    private readonly proposals: Proposals,
    private readonly settings: LearningSettings,
  ) {}

  /**
   * @returns undefined when the model finds nothing to write
   * @throws {UnusableReplyError} when its reply could not be used
   */
  async draft(
    { bucket, known, model, shown, keep, diagnosis, requests }: DraftInput,
    attempt: Attempt,
    signal: AbortSignal,
  ): Promise<Draft | undefined> {
    const { settings } = this;
    const rejected = settings.rejectedMemory
      ? await this.proposals.rejectedEdits(
          bucket.skill,
          settings.rejectedShown,
          bucket.runs.map(({ run }) => run.id),
        )
      : [];
    const evidence = { failures: shown, keep, rejected, diagnosis, requests, settings };
    const { skills: library, taken } = known;
    const skill = library.find(({ name }) => name === bucket.skill);
    if (!skill) {
      const from = bucket.successes ? ({ learnedFrom: 'successes' } as const) : {};
      return await create(model, { ...evidence, library, taken, ...from }, attempt, signal);
    }
    const about = { ...evidence, skill, version: known.facts.get(skill.name)?.version ?? 1, library };
    const other = library.find(({ name }) => name === bucket.other);
    if (other) {
      const otherVersion = known.facts.get(other.name)?.version ?? 1;
      return await merge(model, { ...about, other, otherVersion }, attempt, signal);
    }
    if (bucket.operation === 'route_fix') return await routeFix(model, about, attempt, signal);
    if (await this.#isTorn(skill)) return await split(model, { ...about, taken }, attempt, signal);
    return await rewrite(model, about, attempt, signal);
  }

  /** Changes of this version were turned down again and again because they mend some tasks and break others: it serves two purposes. */
  async #isTorn({ name, hash }: Skill): Promise<boolean> {
    const conflicts = (await this.proposals.list()).filter(
      ({ skill, baseHash, rejectedBy, gate }) =>
        skill === name &&
        baseHash === hash &&
        rejectedBy === 'gate' &&
        gate.failures.passed > 0 &&
        gate.successes.broken + gate.neighbours.broken > 0,
    );
    // Candidates of one bucket are one conflict.
    return new Set(conflicts.map(({ runs }) => runs.join())).size >= this.settings.conflicts;
  }
}
