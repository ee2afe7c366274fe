import * as z from 'zod';
import { skillBlock } from '../../act/prompt.js';
import type { ChatMessage } from '../../ports.js';
import { parseSkill } from '../../skills/format.js';
import type { Skill } from '../../skills/skill.js';
import { ask, readJson } from '../ask.js';
import { lintChange } from '../change.js';
import { lint } from '../lint.js';
import { applyEdits, lineEdit } from '../patch.js';
import {
  asked,
  editBudget,
  type Evidence,
  failing,
  librarian,
  oneLine,
  preserved,
  sizeBudget,
  turnedDown,
} from '../prompts.js';
import type { Attempt, WriteOperation } from './operation.js';
import { lintReach } from './reach.js';

/** What a small patch of a skill is made from. */
export interface RewriteInput extends Evidence {
  readonly skill: Skill;
  readonly version: number;
}

const reply = z.object({ summary: z.string().max(1000), edits: z.array(lineEdit).max(editBudget) });

/** Asks for a small patch of a skill. */
export function rewritePrompt(input: RewriteInput, attempt: Pick<Attempt, 'number' | 'of'>): ChatMessage[] {
  const content = `${asked('Rewrite the skill', attempt)}
Change as little as possible so that the failing episodes pass and the others still do: at most ${editBudget} edits of whole lines, body at most ${sizeBudget} characters.
State the rule, not the instance: no answer and no request of an episode may stand in the skill. Keep the name. Do not repeat a rejected edit.
Diagnosis: ${oneLine(input.diagnosis)}
Reply with one JSON object in a json block. Line numbers are those of the current skill; "old" is that line letter for letter; "insert" puts the new line after the line given:
{"summary": "what changes and why, one sentence", "edits": [{"op": "replace", "line": 12, "old": "...", "new": "..."}, {"op": "insert", "line": 12, "new": "..."}, {"op": "delete", "line": 13, "old": "..."}]}

## Current skill
${skillBlock(input.skill, input.version, true)}

## Failing episodes
${failing(input)}

## Episodes to preserve
${preserved(input)}

## Rejected edits
${turnedDown(input)}`;
  return [librarian, { role: 'user', content }];
}

/** Writes a patch of at most {@link editBudget} lines of a skill (learning.md 2, step 4). */
export const rewrite: WriteOperation<RewriteInput> = (model, input, attempt, signal) => {
  const { skill, settings, failures, keep } = input;
  return ask(
    model,
    { messages: rewritePrompt(input, attempt), temperature: attempt.temperature, seed: attempt.seed },
    (content) => {
      const { summary, edits } = readJson(content, reply);
      const after = applyEdits(skill.text, edits);
      if (after === skill.text) return undefined;
      lint({ before: skill.text, after, name: skill.name, episodes: [...failures, ...keep], whole: settings.lint });
      lintChange(skill.text, after, settings);
      const parsed = parseSkill(after, skill.name);
      lintReach(skill.description, parsed.ok ? parsed.description : '', input.requests);
      return { operation: 'rewrite', skill: skill.name, after, summary, edits };
    },
    signal,
  );
};
