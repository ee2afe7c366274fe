import * as z from 'zod';
import { skillBlock } from '../../act/prompt.js';
import type { ChatMessage } from '../../ports.js';
import { setField } from '../../skills/edit.js';
import type { Skill } from '../../skills/skill.js';
import { ask, readJson } from '../ask.js';
import { lint } from '../lint.js';
import { asked, catalogue, type Evidence, failing, librarian, oneLine, preserved, turnedDown } from '../prompts.js';
import type { Attempt, WriteOperation } from './operation.js';
import { lintReach } from './reach.js';
import { lintNaming, sharedBy } from './shared.js';

/** What a better description is made from: `failures` are tasks the skill was right for and was not chosen, `keep` those it has solved. */
export interface RouteFixInput extends Evidence {
  /** The right skill. */
  readonly skill: Skill;
  readonly version: number;
  readonly library: readonly Skill[];
}

const reply = z.object({ summary: z.string().max(1000), description: z.string().min(1) });

/** Asks for a better description. */
export function routeFixPrompt(input: RouteFixInput, attempt: Pick<Attempt, 'number' | 'of'>): ChatMessage[] {
  const { skill, version, library } = input;
  const { words } = sharedBy(input.failures);
  const content = `${asked('Fix the description of the skill', attempt)}
The skill would have been right for the failing episodes, but another one was chosen, or none: its description does not say that it is for such tasks. Write a better description. Keep what it says already where that is true, so that the tasks it is chosen for stay with it, and claim nothing that another skill of the library is for.
State the kind of task, not the instance: no answer, no request and no value of an episode may stand in it. Words that at least half of the requests share: ${words.join(', ') || '(none)'}.
At most 1024 characters, no < or >. Nothing else of the skill changes.
Diagnosis: ${oneLine(input.diagnosis)}
Reply with one JSON object in a json block:
{"summary": "what changes and why, one sentence", "description": "the whole new description"}

## Current skill
${skillBlock(skill, version)}

## Failing episodes
${failing(input)}

## Episodes to preserve
${preserved(input)}

## Library
${catalogue(library.filter(({ name }) => name !== skill.name))}

## Rejected edits
${turnedDown(input)}`;
  return [librarian, { role: 'user', content }];
}

/** Rewrites the description of the skill that should have been chosen, and nothing else of it (learning.md 2, step 3). */
export const routeFix: WriteOperation<RouteFixInput> = (model, input, attempt, signal) => {
  const { skill, failures, keep, settings } = input;
  const shared = sharedBy(failures);
  return ask(
    model,
    { messages: routeFixPrompt(input, attempt), temperature: attempt.temperature, seed: attempt.seed },
    (content) => {
      const said = readJson(content, reply);
      const description = oneLine(said.description);
      if (description === oneLine(skill.description)) return undefined;
      const after = setField(skill.text, 'description', description);
      lint({ before: skill.text, after, name: skill.name, episodes: [...failures, ...keep], whole: settings.lint });
      if (settings.lint) lintNaming('', description, shared);
      lintReach(skill.description, description, input.requests);
      return { operation: 'route_fix', skill: skill.name, after, summary: said.summary };
    },
    signal,
  );
};
