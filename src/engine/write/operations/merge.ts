import { skillBlock } from '../../act/prompt.js';
import type { ChatMessage } from '../../ports.js';
import type { Skill } from '../../skills/skill.js';
import { sha256 } from '../../store/hash.js';
import { ask } from '../ask.js';
import { lintCopied } from '../copied.js';
import { lint } from '../lint.js';
import { asked, type Evidence, librarian, preserved, sizeBudget, turnedDown } from '../prompts.js';
import { fits, lintMerged, replacedIn } from './mergedLines.js';
import type { Attempt, WriteOperation } from './operation.js';
import { formatRules, readSkillReply, skillForm } from './skillReply.js';

/** Two skills that are chosen for the same tasks; `keep` has successes of both. */
export interface MergeInput extends Pick<Evidence, 'keep' | 'rejected' | 'settings'> {
  /** The one that stays and gets the merged text. */
  readonly skill: Skill;
  readonly version: number;
  /** The one that is archived. */
  readonly other: Skill;
  readonly otherVersion: number;
}

/** Asks for one text in place of two. */
export function mergePrompt(input: MergeInput, attempt: Pick<Attempt, 'number' | 'of'>): ChatMessage[] {
  const { skill, other } = input;
  const content = `${asked('Merge two skills', attempt)}
Both skills are chosen for the same tasks. Write one skill in place of both, called ${skill.name}. Every line of both stays, letter for letter, in an order that reads well; lines that both have stand once. A line may be left out only where another one contradicts it: then keep the one that the episodes show to be right. Change no rule and add none. The description covers the tasks of both.
${formatRules} Body: at most ${sizeBudget} characters.
If they contradict each other and the episodes do not show who is right, reply with the one word NOTHING. Otherwise reply with one sentence that says why they are merged, then the complete SKILL.md in a block fenced by four backticks and the word skill, then for each line that was left out one line REPLACED: the line, letter for letter => the line that contradicts it, letter for letter
${skillForm}
REPLACED: - ... => - ...

## First skill
${skillBlock(skill, input.version)}

## Second skill
${skillBlock(other, input.otherVersion)}

## Episodes to preserve
${preserved(input)}

## Rejected edits
${turnedDown(input)}`;
  return [librarian, { role: 'user', content }];
}

/**
 * Makes one skill of two; the other one is archived (learning.md 2, step 3). Asks no model when that cannot be: the lines of both are too many, or
 * the other one has files besides its SKILL.md, which would be lost.
 */
export const merge: WriteOperation<MergeInput> = async (model, input, attempt, signal) => {
  const { skill, other, keep } = input;
  if (!fits(skill, other) || other.files.some(({ path }) => path !== 'SKILL.md')) return undefined;
  return await ask(
    model,
    { messages: mergePrompt(input, attempt), temperature: attempt.temperature, seed: attempt.seed },
    (content) => {
      const reply = readSkillReply(content);
      if (!reply) return undefined;
      const { source: after, summary } = reply;
      lint({ before: skill.text, after, name: skill.name, episodes: [] });
      lintCopied(keep, `${skill.text}\n${other.text}`, after);
      lintMerged([skill, other], after, replacedIn(reply.rest));
      const archived = { skill: other.name, baseHash: sha256(other.text), before: other.text, after: null };
      return { operation: 'merge', skill: skill.name, after, summary, also: [archived] };
    },
    signal,
  );
};
