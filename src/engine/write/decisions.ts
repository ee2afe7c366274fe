import path from 'node:path';
import { HumanError } from '../errors.js';
import type { History } from '../skills/history.js';
import { HashMismatchError } from '../store/atomic.js';
import { text } from '../text.js';
import { applyHunks, hunksOf } from './hunks.js';
import { lint } from './lint.js';
import type { Proposals } from './proposals.js';
import type { Proposal } from './proposal.js';

/** Carries out what the person decides about a proposal: the only way into the library besides the person's own hands. */
export class Decisions {
  constructor(
    private readonly proposals: Proposals,
    private readonly history: History,
    private readonly skillsDir: string,
  ) {}

  /**
   * Writes all or some hunks as one new version.
   * @throws {HumanError} when the result is no valid skill or SKILL.md has changed since (then the proposal is stale)
   */
  async accept(id: string, hunks?: readonly number[]): Promise<Proposal> {
    const proposal = await this.proposals.pending(id);
    if (hunks?.some((hunk) => !proposal.hunks[hunk]))
      throw new HumanError(text('Proposal {0} has only {1} edits.', proposal.id, proposal.hunks.length));
    if (hunks?.length === 0) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
    const part = hunks && hunks.length < proposal.hunks.length ? hunks : undefined;
    return await this.apply(proposal, applyHunks(proposal.before, proposal.hunks, part), part);
  }

  /** As {@link accept}, with a text the person edited. */
  async acceptText(id: string, after: string): Promise<Proposal> {
    const proposal = await this.proposals.pending(id);
    if (after === proposal.before) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
    return await this.apply({ ...proposal, after, hunks: hunksOf(proposal.before, after) }, after, undefined);
  }

  async reject(id: string, reason: string | undefined): Promise<Proposal> {
    return await this.proposals.decide(await this.proposals.pending(id), 'rejected', reason ? { reason } : {});
  }

  private async apply(proposal: Proposal, after: string, part: readonly number[] | undefined): Promise<Proposal> {
    try {
      lint({ before: proposal.before || null, after, name: proposal.skill, episodes: [] });
    } catch (error) {
      throw new HumanError(text('This is not a valid skill: {0}', (error as Error).message), undefined, {
        cause: error,
      });
    }
    const run = proposal.runs[0];
    try {
      const version = await this.history.commit({
        name: proposal.skill,
        path: path.join(this.skillsDir, proposal.skill, 'SKILL.md'),
        before: proposal.baseHash === null ? null : proposal.before,
        after,
        why: proposal.summary,
        proposal: proposal.id,
        ...(run ? { run } : {}),
      });
      return await this.proposals.decide(proposal, 'applied', {
        appliedHash: version.hash,
        ...(part ? { acceptedHunks: part } : {}),
      });
    } catch (error) {
      if (!(error instanceof HashMismatchError)) throw error;
      const stale = text(
        'SKILL.md of “{0}” has changed since this proposal was made. Nothing was overwritten.',
        proposal.skill,
      );
      await this.proposals.decide(proposal, 'stale');
      throw new HumanError(stale, undefined, { cause: error });
    }
  }
}
