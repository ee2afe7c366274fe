import path from 'node:path';
import { HumanError } from '../errors.js';
import type { Change, FileEdit, History } from '../skills/history.js';
import type { Library } from '../skills/library.js';
import { removal, restore } from '../skills/restore.js';
import type { Reviewed } from '../skills/reviewed.js';
import type { SkillVersion } from '../skills/skill.js';
import { HashMismatchError } from '../store/atomic.js';
import type { StateLock } from '../store/lock.js';
import { text } from '../text.js';
import { applyHunks, hunksOf } from './hunks.js';
import { lint } from './lint.js';
import type { Proposals } from './proposals.js';
import { isOpen, type Proposal } from './proposal.js';

export interface DecisionsOptions {
  readonly proposals: Proposals;
  readonly history: History;
  readonly library: Library;
  readonly reviewed: Reviewed;
  /** `<workspace>/.memento/skills` */
  readonly skillsDir: string;
  /** Of two windows that decide about one proposal, the second finds it decided. */
  readonly lock: StateLock;
}

/** Carries out what the person decides about a proposal: the only way into the library besides the person's own hands. */
export class Decisions {
  constructor(private readonly options: DecisionsOptions) {}

  /**
   * Writes all or some hunks as one new version.
   * @throws {HumanError} when the result is no valid skill or SKILL.md has changed since (then the proposal is stale)
   */
  accept(id: string, hunks?: readonly number[]): Promise<Proposal> {
    return this.options.lock.hold(() => this.acceptHunks(id, hunks));
  }

  /** As {@link accept}, with a text the person edited. */
  acceptText(id: string, after: string): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      const proposal = await this.options.proposals.pending(id);
      if (after === proposal.before) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
      return await this.apply({ ...proposal, after, hunks: hunksOf(proposal.before, after) }, after, undefined);
    });
  }

  reject(id: string, reason: string | undefined): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      const proposal = await this.options.proposals.pending(id);
      return await this.options.proposals.decide(proposal, 'rejected', reason ? { reason } : {});
    });
  }

  /**
   * Takes an accepted proposal back: the skill is what it was before, or gone when the proposal made it, and the proposal waits again.
   * @throws {HumanError} when it was not accepted, or when the skill has changed since
   */
  undo(id: string): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      const { proposals, history, skillsDir } = this.options;
      const proposal = await proposals.get(id);
      if (proposal.state !== 'applied') throw new HumanError(text('Proposal {0} was not accepted.', proposal.id));
      const versions = await history.versions(proposal.skill);
      const made = versions.findLast((one) => one.proposal === proposal.id);
      const skill = (await this.options.library.read()).skills.find(({ name }) => name === proposal.skill);
      if (!made || made !== versions.at(-1) || skill?.tree !== made.tree)
        throw new HumanError(
          text('“{0}” has changed since. Restore an earlier version from its history instead.', proposal.skill),
        );
      const place = { name: proposal.skill, dir: path.join(skillsDir, proposal.skill) };
      const before = versions.findLast((one) => one.version < made.version && one.tree === made.parent);
      const why = `Undone: ${proposal.summary}`;
      if (before?.tree) await restore(history, { ...place, version: before.version, why });
      else await history.commit({ ...place, files: await removal(place.dir), by: 'restore', why });
      return await proposals.reopen(proposal);
    });
  }

  /** Accepts that a crash cut off after the skill was written and before the proposal was marked. */
  async repair(): Promise<void> {
    const { proposals, history } = this.options;
    for (const proposal of await proposals.list()) {
      if (!isOpen(proposal)) continue;
      const last = (await history.versions(proposal.skill)).at(-1);
      if (last?.proposal === proposal.id) await proposals.decide(proposal, 'applied', { appliedHash: last.hash });
    }
  }

  private async acceptHunks(id: string, hunks: readonly number[] | undefined): Promise<Proposal> {
    const proposal = await this.options.proposals.pending(id);
    if (hunks?.some((hunk) => !proposal.hunks[hunk]))
      throw new HumanError(text('Proposal {0} has only {1} edits.', proposal.id, proposal.hunks.length));
    if (hunks?.length === 0) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
    const part = hunks && hunks.length < proposal.hunks.length ? hunks : undefined;
    return await this.apply(proposal, applyHunks(proposal.before, proposal.hunks, part), part);
  }

  private async apply(proposal: Proposal, after: string, part: readonly number[] | undefined): Promise<Proposal> {
    try {
      lint({ before: proposal.before || null, after, name: proposal.skill, episodes: [] });
    } catch (error) {
      throw new HumanError(text('This is not a valid skill: {0}', (error as Error).message), undefined, {
        cause: error,
      });
    }
    const { proposals, reviewed } = this.options;
    const mayTrust = await this.isReviewed(proposal);
    try {
      const version = await this.write(proposal, after);
      if (mayTrust && version.tree) await reviewed.add([{ name: proposal.skill, tree: version.tree }]);
      return await proposals.decide(proposal, 'applied', {
        appliedHash: version.hash,
        ...(part ? { acceptedHunks: part } : {}),
      });
    } catch (error) {
      if (!(error instanceof HashMismatchError)) throw error;
      const stale = text(
        'SKILL.md of “{0}” has changed since this proposal was made. Nothing was overwritten.',
        proposal.skill,
      );
      await proposals.decide(proposal, 'stale');
      throw new HumanError(stale, 'show-conflict', { cause: error });
    }
  }

  /** Accepting a change of SKILL.md says nothing about other files of the folder that nobody has looked at. */
  private async isReviewed({ skill, baseHash }: Proposal): Promise<boolean> {
    if (baseHash === null) return true;
    const found = (await this.options.library.read()).skills.find(({ name }) => name === skill);
    return found !== undefined && (await this.options.reviewed.check())(found.tree);
  }

  private async write(proposal: Proposal, after: string): Promise<SkillVersion> {
    const { skill, baseHash, summary, id, runs } = proposal;
    const edit: FileEdit = {
      path: 'SKILL.md',
      before: baseHash,
      after: { data: Buffer.from(after, 'utf8'), executable: false },
    };
    const change: Change = {
      name: skill,
      dir: path.join(this.options.skillsDir, skill),
      files: [edit],
      by: 'memento',
      why: summary,
      proposal: id,
      ...(runs[0] ? { run: runs[0] } : {}),
    };
    return await this.options.history.commit(change);
  }
}
