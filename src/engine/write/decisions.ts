import { HumanError } from '../errors.js';
import { HashMismatchError } from '../store/atomic.js';
import type { StateLock } from '../store/lock.js';
import { english, type Text, text } from '../text.js';
import { type AcceptOptions, requireAcceptable } from './acceptable.js';
import type { LockedSkills } from '../skills/locked.js';
import { ChangeWriter, type ChangeWriterOptions } from './changeWriter.js';
import { finish, finishUndo, type Halves, takeAllBack } from './halves.js';
import { applyHunks, hunksOf } from './hunks.js';
import { lint } from './lint.js';
import type { Proposals } from './proposals.js';
import { type Accepting, isOpen, type Proposal, type SkillChange } from './proposal.js';
import { changedSince, StaleError, upToDate } from './upToDate.js';

export interface DecisionsOptions extends ChangeWriterOptions {
  readonly proposals: Proposals;
  readonly locked: LockedSkills;
  /** Of two windows that decide about one proposal, the second finds it decided. */
  readonly lock: StateLock;
}

/** Carries out what is decided about a proposal: the only way into the library besides the person's own hands. */
export class Decisions {
  private readonly halves: Halves;

  constructor(private readonly options: DecisionsOptions) {
    this.halves = { proposals: options.proposals, writer: new ChangeWriter(options) };
  }

  /**
   * Writes all or some hunks as one new version, and what changes with it: all of it or nothing. Where the skill has changed in other lines since,
   * the hunks are moved there; the proposal is not gated then.
   * @throws {HumanError} when it may not be accepted like this, when the result is no valid skill, or when the skill has changed in the same
   * lines since (then the proposal is stale)
   */
  accept(id: string, hunks?: readonly number[], options: AcceptOptions = {}): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      const finished = await this.finished(id);
      if (finished) return finished;
      const proposal = await this.options.proposals.pending(id);
      requireAcceptable(proposal, options);
      if (options.automatic) await this.requireUnlocked(proposal);
      const part = partOf(proposal, hunks);
      if (part && (options.automatic || proposal.operation === 'archive' || proposal.also?.length))
        throw new HumanError(text('Proposal {0} can only be accepted as a whole.', proposal.id));
      return await this.apply(proposal, part, options);
    });
  }

  /** As {@link accept}, with a text the person edited. */
  acceptText(id: string, after: string, options: AcceptOptions = {}): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      await this.finished(id);
      const proposal = await this.options.proposals.pending(id);
      requireAcceptable(proposal, options);
      if (proposal.operation === 'archive')
        throw new HumanError(text('Proposal {0} can only be accepted as a whole.', proposal.id));
      if (after === proposal.before) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
      const edited = { ...proposal, after, hunks: hunksOf(proposal.before, after) };
      return await this.apply(edited, undefined, options);
    });
  }

  reject(id: string, reason: string | undefined): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      await this.finished(id);
      const proposal = await this.options.proposals.pending(id);
      return await this.options.proposals.decide(proposal, 'rejected', reason ? { reason } : {});
    });
  }

  /**
   * Takes an accepted proposal back: every skill is what it was before, or gone when the proposal made it, and the proposal waits again.
   * @throws {HumanError} when it was not accepted, or when one of the skills has changed since; nothing is changed then
   */
  undo(id: string): Promise<Proposal> {
    return this.options.lock.hold(async () => {
      const { proposals } = this.options;
      const { writer } = this.halves;
      const proposal = await proposals.get(id);
      if (proposal.state !== 'applied') throw new HumanError(text('Proposal {0} was not accepted.', proposal.id));
      if (proposal.undoing) {
        await writer.settle();
        return await finishUndo(this.halves, proposal, skillsOf(proposal));
      }
      for (const skill of skillsOf(proposal)) {
        const made = await writer.made(skill, proposal.id);
        if (!made || !(await writer.isStill(skill, made)))
          throw new HumanError(
            text('“{0}” has changed since. Restore an earlier version from its history instead.', skill),
          );
      }
      const begun = await proposals.begin(proposal, { undoing: true });
      await takeAllBack(this.halves, begun, skillsOf(begun), `Undone: ${proposal.summary}`);
      return await proposals.reopen(begun);
    });
  }

  /** Brings accepts and their undoing that a crash cut off to their end. */
  async repair(): Promise<void> {
    const { proposals, lock } = this.options;
    const isCutOff = ({ accepting, undoing }: Proposal): boolean => accepting !== undefined || undoing === true;
    if (!(await proposals.list()).some(isCutOff)) return;
    const settle = async (): Promise<void> => {
      for (const proposal of (await proposals.list()).filter(isCutOff))
        if (proposal.undoing) await finishUndo(this.halves, proposal, skillsOf(proposal));
        else await finish(this.halves, proposal);
    };
    await lock.hold(settle).catch((error: unknown) => {
      // Disk or lock cannot be used: the next start tries again.
      if (!(error instanceof HumanError)) throw error;
    });
  }

  /** Brings an accept to its end that this window began and could not end. @returns the proposal when it is accepted now */
  private async finished(id: string): Promise<Proposal | undefined> {
    const proposal = await this.options.proposals.get(id);
    if (!isOpen(proposal) || !proposal.accepting) return undefined;
    await this.halves.writer.settle();
    const settled = await finish(this.halves, proposal);
    return settled.state === 'applied' ? settled : undefined;
  }

  private async apply(
    proposal: Proposal,
    part: readonly number[] | undefined,
    { automatic = false }: AcceptOptions,
  ): Promise<Proposal> {
    const { proposals } = this.options;
    const fresh = await this.fresh(proposal);
    if (automatic) requireAcceptable(fresh, { automatic });
    const after = part ? applyHunks(fresh.before, fresh.hunks, part) : fresh.after;
    const changes = changesOf(fresh, after);
    changes.forEach(requireValid);
    const { before, baseHash, baseVersion, hunks, also, gate } = fresh;
    const outcome: Accepting['outcome'] = {
      ...{ before, baseHash, baseVersion, after: fresh.after, hunks, gate },
      ...(also ? { also } : {}),
      ...(part ? { acceptedHunks: part } : {}),
      ...(automatic ? { automatic } : {}),
    };
    const begun = await proposals.begin(await proposals.get(proposal.id), { accepting: { changes, outcome } });
    try {
      for (const change of changes) await this.halves.writer.write(change, begun);
    } catch (error) {
      await this.giveUp(begun, changes, error);
      throw error;
    }
    return await finish(this.halves, begun);
  }

  /** The person may have locked a skill after a change of it was written. */
  private async requireUnlocked(proposal: Proposal): Promise<void> {
    const locked = await this.options.locked.read();
    const skill = skillsOf(proposal).find((one) => locked.has(one));
    if (skill !== undefined) throw new HumanError(text('“{0}” is locked: Memento leaves it as it is.', skill));
  }

  /** The proposal on top of the skills as they are now. @throws {HumanError} when that cannot be; it is stale then */
  private async fresh(proposal: Proposal): Promise<Proposal> {
    try {
      return await upToDate(proposal, this.halves.writer, this.options.history);
    } catch (error) {
      if (error instanceof StaleError) await this.stale(proposal, error.why, error);
      throw error;
    }
  }

  /** Nothing or all of it: what was written already is taken back. */
  private async giveUp(begun: Proposal, changes: readonly SkillChange[], error: unknown): Promise<void> {
    await takeAllBack(
      this.halves,
      begun,
      changes.map(({ skill }) => skill),
      `Not carried out: ${begun.summary}`,
    );
    const proposal = await this.options.proposals.callOff(begun);
    if (error instanceof HashMismatchError) await this.stale(proposal, changedSince(proposal.skill), error);
  }

  private async stale(proposal: Proposal, why: Text, cause: unknown): Promise<never> {
    await this.options.proposals.decide(await this.options.proposals.get(proposal.id), 'stale', {
      reason: english(why),
    });
    throw new HumanError(why, 'show-conflict', { cause });
  }
}

const skillsOf = ({ skill, also = [] }: Proposal): readonly string[] => [skill, ...also.map((one) => one.skill)];

/** In the order in which nothing is lost if it ends in between: what is new first, what goes last. */
const changesOf = (
  { skill, baseHash, before, operation, also = [] }: Proposal,
  after: string,
): readonly SkillChange[] => [
  { skill, baseHash, before, after: operation === 'archive' ? null : after },
  ...also.map((one) => ({ skill: one.skill, baseHash: one.baseHash, before: one.before, after: one.after })),
];

/** The hunks when they are not all; `undefined` for the whole. @throws {HumanError} for hunks that the proposal does not have */
function partOf(proposal: Proposal, hunks: readonly number[] | undefined): readonly number[] | undefined {
  if (hunks?.some((hunk) => !proposal.hunks[hunk]))
    throw new HumanError(text('Proposal {0} has only {1} edits.', proposal.id, proposal.hunks.length));
  if (hunks?.length === 0) throw new HumanError(text('No edit is accepted. Reject the proposal instead.'));
  const wanted = new Set(hunks);
  return hunks && wanted.size < proposal.hunks.length ? [...wanted] : undefined;
}

function requireValid({ skill, before, after }: SkillChange): void {
  if (after === null) return;
  try {
    lint({ before: before || null, after, name: skill, episodes: [] });
  } catch (error) {
    throw new HumanError(text('This is not a valid skill: {0}', (error as Error).message), undefined, {
      cause: error,
    });
  }
}
