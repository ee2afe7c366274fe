import { CancelledError, HumanError } from '../errors.js';
import type { Memory } from '../memory.js';
import type { Run } from '../run.js';
import type { RunLog } from '../store/runs.js';
import { text } from '../text.js';
import type { Bucket } from './bucket.js';
import type { Budget } from './budget.js';
import { Evidence } from './evidence.js';
import type { Lesson } from './lesson.js';
import type { Offerer } from './offerer.js';
import { isOpen, type Proposal } from './proposal.js';
import type { Proposals } from './proposals.js';
import type { Merger } from './record/mergers.js';
import type { Upkeep } from './record/upkeep.js';
import type { LearningSettings } from './settings.js';
import { Meter } from './spent.js';

export interface MergingParts {
  readonly log: RunLog;
  readonly memory: Memory;
  readonly proposals: Proposals;
  readonly upkeep: Upkeep;
  readonly offerer: Offerer;
  readonly budget: Budget;
  readonly settings: LearningSettings;
}

/** Makes one skill of two that the router can hardly tell apart, at a round's end (learning.md 2, step 3). */
export class Merging {
  constructor(private readonly parts: MergingParts) {}

  /**
   * Offers at most one merge: what else is alike is looked at again when the library has settled. What stops it is told in the run; the run itself
   * is judged and not undone by that.
   * @param run the one the round ends with
   */
  async atRoundEnd(run: Run, lesson: Lesson, signal: AbortSignal): Promise<void> {
    const { merging, gate, regression } = this.parts.settings;
    // Without replays of old successes nothing would speak for it.
    if (!merging || !gate || !regression) return;
    const { merge, archive } = await this.parts.upkeep.look();
    const leaving = new Set(archive.map(({ skill }) => skill));
    for (const pair of merge) {
      if (pair.skills.some((skill) => leaving.has(skill))) continue;
      if ((await this.parts.budget.left()) <= 0) return;
      if (!(await this.#try(run, pair, lesson, signal))) continue;
      return;
    }
  }

  /** @returns whether no other pair is to be tried */
  async #try(run: Run, { skills: [skill, other] }: Merger, lesson: Lesson, signal: AbortSignal): Promise<boolean> {
    const { log, memory, proposals, settings, offerer, budget } = this.parts;
    const [known, evidence] = await Promise.all([memory.look(), Evidence.gather({ log, memory, proposals, settings })]);
    const hashes = [skill, other].map((name) => known.skills.find((one) => one.name === name)?.hash);
    if ((await proposals.list()).some((one) => isSame(one, hashes))) return false;
    const [stays, goes] = [evidence.successesOf(skill), evidence.successesOf(other)];
    // What never worked tells nothing of what is to be kept.
    if (!stays.length || !goes.length) return false;
    const last = settings.replays;
    const bucket: Bucket = {
      ...{ operation: 'merge', skill, other },
      runs: [...stays.slice(-last), ...goes.slice(-last)],
    };
    const meter = new Meter(lesson.model);
    try {
      return (await offerer.write(run, bucket, { evidence, known, meter, cause: undefined }, lesson, signal)).offered;
    } catch (error) {
      if (error instanceof CancelledError) run.emit({ type: 'write.nothing', reason: text('Merging was cancelled.') });
      else if (error instanceof HumanError) run.emit({ type: 'write.nothing', reason: error.text });
      else throw error;
      return true;
    } finally {
      await budget.spend(meter.spent.tokens ?? 0);
    }
  }
}

/** A merge of these very texts that waits, or was turned down by the gate or the person. @param hashes of both, in any order */
function isSame(proposal: Proposal, hashes: readonly (string | undefined)[]): boolean {
  if (proposal.operation !== 'merge' || !(isOpen(proposal) || proposal.state === 'rejected')) return false;
  const changed = [proposal.baseHash, ...(proposal.also ?? []).map(({ baseHash }) => baseHash)];
  return changed.every((hash) => hash !== null && hashes.includes(hash));
}
