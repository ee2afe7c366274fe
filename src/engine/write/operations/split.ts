import { skillBlock } from '../../act/prompt.js';
import type { ChatMessage } from '../../ports.js';
import { setField } from '../../skills/edit.js';
import { maxDescription } from '../../skills/lint/description.js';
import type { Skill } from '../../skills/skill.js';
import { sha256 } from '../../store/hash.js';
import { ask } from '../ask.js';
import { lint } from '../lint.js';
import type { AlsoChange } from '../proposal.js';
import {
  asked,
  catalogue,
  type Evidence,
  failing,
  librarian,
  oneLine,
  preserved,
  sizeBudget,
  turnedDown,
} from '../prompts.js';
import { lintNew } from './create.js';
import type { Attempt, WriteOperation } from './operation.js';
import { sharedBy } from './shared.js';
import { formatRules, readSkillReply, skillForm } from './skillReply.js';

/** What a narrower sibling of a skill is made from: `failures` are the tasks it is for, `keep` those that stay with the old one. */
export interface SplitInput extends Evidence {
  readonly skill: Skill;
  readonly version: number;
  readonly library: readonly Skill[];
  /** Names that are in use, in lower case, broken folders included. */
  readonly taken: ReadonlySet<string>;
}

/** Longest sentence that is added to the old description, in characters. */
const longestExclusion = 300;

/** Asks for the sibling and for the sentence that keeps its tasks away from the old skill. */
export function splitPrompt(input: SplitInput, attempt: Pick<Attempt, 'number' | 'of'>): ChatMessage[] {
  const { skill, version } = input;
  const { words } = sharedBy(input.failures);
  const content = `${asked('Split the skill', attempt)}
The skill serves two kinds of task that need different rules: every change that mended the failing episodes broke the others. Write a second, narrower skill for the failing episodes alone. It must do without the old one: take over the rules that hold for its tasks, too, and state those that differ.
State the rule, not the instance: no answer and no request of an episode may stand in it. The description says which tasks it is for, so that they can be told from those of the old skill, in the words such tasks use.
Name and description are made of words that at least half of the failing requests share: ${words.join(', ') || '(none)'}.
${formatRules} Body: at most ${sizeBudget} characters.
Diagnosis: ${oneLine(input.diagnosis)}
If the two kinds cannot be told apart, reply with the one word NOTHING. Otherwise reply with one sentence that says what the new skill is for, then its complete SKILL.md in a block fenced by four backticks and the word skill, then one line that begins with EXCLUSION: and is a sentence of at most ${longestExclusion} characters for the description of ${skill.name}, which says for which tasks it is not:
${skillForm}
EXCLUSION: Not for ...

## Current skill
${skillBlock(skill, version)}

## Failing episodes
${failing(input)}

## Episodes to preserve
${preserved(input)}

## Library
${catalogue(input.library)}

## Rejected edits
${turnedDown(input)}`;
  return [librarian, { role: 'user', content }];
}

/** Writes a narrower sibling and excludes its tasks from the old skill's description (learning.md 2, step 3). */
export const split: WriteOperation<SplitInput> = (model, input, attempt, signal) => {
  const shared = sharedBy(input.failures);
  return ask(
    model,
    { messages: splitPrompt(input, attempt), temperature: attempt.temperature, seed: attempt.seed },
    (content) => {
      const reply = readSkillReply(content);
      if (!reply) return undefined;
      const skill = lintNew(reply.source, input.failures, shared, input);
      const also = excluded(input, reply.rest);
      return { operation: 'split', skill, after: reply.source, summary: reply.summary, also: [also] };
    },
    signal,
  );
};

/** The old skill with the sentence at the end of its description; nothing else of it changes. */
function excluded({ skill, failures, keep, settings }: SplitInput, rest: string): AlsoChange {
  const sentence = /^EXCLUSION:[ \t]*(\S.*)$/m.exec(rest)?.[1]?.trim();
  if (!sentence) throw new Error('Behind the block no line began with EXCLUSION:.');
  if (sentence.length > longestExclusion)
    throw new Error(`The exclusion has ${sentence.length} characters; at most ${longestExclusion} are allowed.`);
  const stem = skill.description.trim();
  const description = `${stem}${/[.!?。]$/.test(stem) ? '' : '.'} ${sentence}`;
  const room = maxDescription - (description.length - sentence.length);
  if (sentence.length > room)
    throw new Error(
      `The exclusion has ${sentence.length} characters; the description has room for ${Math.max(0, room)}.`,
    );
  const after = setField(skill.text, 'description', description);
  lint({ before: skill.text, after, name: skill.name, episodes: [...failures, ...keep], whole: settings.lint });
  return { skill: skill.name, baseHash: sha256(skill.text), before: skill.text, after };
}
