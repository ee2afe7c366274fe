import type { History } from '../skills/history.js';
import { english, type Text, text } from '../text.js';
import type { ChangeWriter } from './changeWriter.js';
import { notGated } from './gate/report.js';
import { applyHunks, hunksOf } from './hunks.js';
import type { AlsoChange, Proposal } from './proposal.js';
import { rebaseHunks } from './rebase.js';

/** A proposal cannot be carried out any more: its skills have changed in a way that only a person can bring together with it. */
export class StaleError extends Error {
  override readonly name = 'StaleError';
  constructor(readonly why: Text) {
    super(english(why));
  }
}

/**
 * A proposal as it reads on top of the skills as they are now: itself when they are what it was made from. Where they have changed in other lines
 * its hunks move there, and as nobody has replayed that text, it is not gated.
 * @throws {StaleError} when they have changed in the same lines, are gone, or are there where they should be new
 */
export async function upToDate(proposal: Proposal, writer: ChangeWriter, history: History): Promise<Proposal> {
  const { skill, baseHash, before, operation } = proposal;
  const now = await writer.current(skill);
  let moved = false;
  let main: Pick<Proposal, 'before' | 'after' | 'hunks' | 'baseHash' | 'baseVersion'> = proposal;
  if ((now?.hash ?? null) !== baseHash) {
    if (baseHash === null) throw new StaleError(text('There is a skill “{0}” by now. Nothing was overwritten.', skill));
    const hunks = now && operation !== 'archive' ? rebaseHunks(before, proposal.hunks, now.text) : undefined;
    if (!now || !hunks) throw new StaleError(changedSince(skill));
    const version = (await history.versions(skill)).findLast(({ hash }) => hash === now.hash)?.version;
    moved = true;
    main = {
      before: now.text,
      after: applyHunks(now.text, hunks),
      hunks,
      baseHash: now.hash,
      baseVersion: version ?? proposal.baseVersion,
    };
  }
  const also: AlsoChange[] = [];
  for (const one of proposal.also ?? []) {
    const current = await writer.current(one.skill);
    if (current?.hash === one.baseHash) {
      also.push(one);
      continue;
    }
    const hunks =
      current && one.after !== null ? rebaseHunks(one.before, hunksOf(one.before, one.after), current.text) : undefined;
    if (!current || !hunks) throw new StaleError(changedSince(one.skill));
    moved = true;
    const after = applyHunks(current.text, hunks);
    also.push({ skill: one.skill, baseHash: current.hash, before: current.text, after });
  }
  if (!moved) return proposal;
  const gate = notGated(text('The skill has changed since, in other lines. Nobody has replayed it like this.'));
  return { ...proposal, ...main, ...(proposal.also ? { also } : {}), gate };
}

/** Why a proposal is stale. */
export const changedSince = (skill: string): Text =>
  text('SKILL.md of “{0}” has changed since this proposal was made. Nothing was overwritten.', skill);
