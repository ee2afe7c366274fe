import type { Knowledge } from '../memory.js';
import type { ChatModel } from '../ports.js';
import type { Bucket } from './bucket.js';
import type { Episode } from './episode.js';
import type { Proposals } from './proposals.js';
import { createSkill, type Draft, rewriteSkill } from './rewrite.js';
import type { LearningSettings } from './settings.js';

export interface DraftInput {
  readonly bucket: Bucket;
  readonly known: Knowledge;
  readonly model: ChatModel;
  /** What the writer is shown. */
  readonly shown: readonly Episode[];
  readonly keep: readonly Episode[];
  readonly diagnosis: string;
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
    { bucket, known, model, shown, keep, diagnosis }: DraftInput,
    signal: AbortSignal,
  ): Promise<Draft | undefined> {
    const rejected = this.settings.rejectedMemory
      ? await this.proposals.rejectedEdits(bucket.skill, this.settings.rejectedShown)
      : [];
    const shared = { failures: shown, rejected, diagnosis };
    const skill = known.skills.find(({ name }) => name === bucket.skill);
    if (!skill) return await createSkill(model, { ...shared, library: known.skills, taken: known.taken }, signal);
    const version = known.facts.get(skill.name)?.version ?? 1;
    return await rewriteSkill(model, { ...shared, skill, version, keep }, signal);
  }
}
