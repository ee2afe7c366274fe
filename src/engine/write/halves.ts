import { HashMismatchError } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import { english, text } from '../text.js';
import type { ChangeWriter } from './changeWriter.js';
import type { Proposal, SkillChange } from './proposal.js';
import type { Proposals } from './proposals.js';

/** What it takes to bring decisions that stopped half-way to one of their ends. */
export interface Halves {
  readonly proposals: Proposals;
  readonly writer: ChangeWriter;
}

/**
 * Brings an accept to its end: writes what is not written yet and marks the proposal. Where that would overwrite something, what was written is taken
 * back and the proposal is stale. An accept of which nothing was written is called off.
 */
export async function finish(halves: Halves, proposal: Proposal): Promise<Proposal> {
  const { proposals, writer } = halves;
  if (!proposal.accepting) return proposal;
  const { changes, outcome } = proposal.accepting;
  const done = new Set<string>();
  for (const change of changes) if (await isWritten(writer, proposal, change)) done.add(change.skill);
  if (done.size === 0) return await proposals.callOff(proposal);
  try {
    for (const change of changes) if (!done.has(change.skill)) await writer.write(change, proposal);
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    return await setBack(halves, proposal, changes);
  }
  const after = changes.find(({ skill }) => skill === proposal.skill)?.after ?? null;
  return await proposals.decide(proposal, 'applied', {
    ...outcome,
    ...(after === null ? {} : { appliedHash: sha256(after) }),
  });
}

/** Also where the history does not know it yet, because a window that still runs has not got that far. */
async function isWritten(writer: ChangeWriter, { id }: Proposal, { skill, after }: SkillChange): Promise<boolean> {
  if (await writer.made(skill, id)) return true;
  return ((await writer.current(skill))?.text ?? null) === after;
}

/** Brings the undoing of an accept to its end. What somebody has changed meanwhile is left as it is. */
export async function finishUndo(halves: Halves, proposal: Proposal, skills: readonly string[]): Promise<Proposal> {
  await takeAllBack(halves, proposal, skills, `Undone: ${proposal.summary}`);
  return await halves.proposals.reopen(proposal);
}

/** Takes back what a proposal has written, the last first, where it is still as it was written. @returns the skills that were left as they are */
export async function takeAllBack(
  { writer }: Halves,
  { id }: Proposal,
  skills: readonly string[],
  why: string,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const skill of skills.toReversed()) {
    const made = await writer.made(skill, id);
    if (!made) continue;
    try {
      await writer.takeBack(skill, made, why);
    } catch (error) {
      if (!(error instanceof HashMismatchError)) throw error;
      left.push(skill);
    }
  }
  return left;
}

/** A part of it can no longer be written: the rest must not stand alone. */
async function setBack(halves: Halves, proposal: Proposal, changes: readonly SkillChange[]): Promise<Proposal> {
  const skills = changes.map(({ skill }) => skill);
  const left = await takeAllBack(halves, proposal, skills, `Not carried out: ${proposal.summary}`);
  const why = left.length
    ? text(
        'It was interrupted, and “{0}” was changed meanwhile: look at both versions in its history.',
        left.join(', '),
      )
    : text('It was interrupted, and a skill was changed meanwhile. Nothing was overwritten.');
  return await halves.proposals.decide(proposal, 'stale', { reason: english(why) });
}
