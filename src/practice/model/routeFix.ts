import { hash32, share } from '../hash.js';
import { catchAll } from './blunder.js';
import { episodesIn, released, section } from './episode.js';
import type { Prompt } from './prompt.js';
import { skillsIn } from './skillText.js';
import { describe, sharedWords } from './wording.js';

/** Makes the description of a skill mention what the tasks have in common that it was right for. */
export function routeFix({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const headings = ['Failing episodes', 'Episodes to preserve', 'Library', 'Rejected edits'];
  const [skill] = skillsIn(section(text, 'Current skill', headings));
  if (!skill) return json('There is no skill to describe.', '-');
  const words = sharedWords(episodesIn(section(text, 'Failing episodes', headings.slice(1))));
  const rejected = released('rejected', section(text, 'Rejected edits', []));
  // All of the words, else the commonest half of them, else the commonest.
  const tries = [words, words.slice(0, Math.ceil(words.length / 2)), words.slice(0, 1)];
  const chosen = tries.find((some) => !rejected.includes(summaryOf(some)));
  if (!chosen?.length) return json('Nothing to change.', skill.description);
  const bad = share(`${key}err`) < character.writeErr;
  return json(summaryOf(chosen), bad ? catchAll : describe(skill.description, chosen));
}

const summaryOf = (words: readonly string[]): string =>
  `The description mentions what was missed: ${words.join(', ')}.`;

const json = (summary: string, description: string): string =>
  `\`\`\`json\n${JSON.stringify({ summary, description }, null, 2)}\n\`\`\``;
