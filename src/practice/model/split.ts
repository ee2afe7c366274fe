import { hash32, share } from '../hash.js';
import { commonSense, hear, settle } from '../kb/house.js';
import { blunder } from './blunder.js';
import { type Draft, draftOf, state } from './draft.js';
import { type Episode, episodesIn, section } from './episode.js';
import { lesson, rejectedIn, summaryOf } from './lesson.js';
import { newSkill, takenIn } from './newSkill.js';
import type { Prompt } from './prompt.js';
import { type SkillText, skillsIn } from './skillText.js';
import { requestWords } from './subject.js';
import { describe, nameFrom, sharedWords } from './wording.js';

/** Words an exclusion names, at most. */
const mostNamed = 4;

/** Writes a narrower skill for the failing episodes, and the sentence that keeps them away from the skill they failed with. */
export function split({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const headings = ['Failing episodes', 'Episodes to preserve', 'Library', 'Rejected edits'];
  const [skill] = skillsIn(section(text, 'Current skill', headings));
  const failures = episodesIn(section(text, 'Failing episodes', headings.slice(1)));
  const keep = episodesIn(section(text, 'Episodes to preserve', headings.slice(2)));
  if (!skill) return 'NOTHING';
  const base = settle(
    commonSense,
    skill.recipe.flatMap(({ says }) => hear(says) ?? []),
  );
  const changes = lesson(base, { failures, keep: [] }, key, rejectedIn(text));
  const words = sharedWords(failures);
  const telling = wordsOfNone(words, keep);
  if (!changes.length || !telling.length) return 'NOTHING';
  const rest = words.filter((word) => !telling.includes(word));
  const name = nameFrom([...telling, ...rest], new Set([...takenIn(text), skill.name]), `${skill.name}-2`);
  const draft = { ...changes.reduce(state, needed(skill, failures)), description: describe('', words) };
  const bad = share(`${key}err`) < character.writeErr;
  const guessed = failures.every(({ expected }) => expected === undefined);
  return `${summaryOf(changes, guessed)}

${newSkill(name, bad ? blunder(draft, changes, failures, key) : draft, failures)}
EXCLUSION: Not for tasks that mention ${telling.slice(0, mostNamed).join(', ')}.
`;
}

/** The rules of the skill that the episodes depend on. */
function needed(skill: SkillText, episodes: readonly Episode[]): Draft {
  const uses = new Set<string>(episodes.flatMap(({ understood }) => understood?.kind.uses ?? []));
  const draft = draftOf(skill);
  return { ...draft, recipe: draft.recipe.filter(({ says }) => uses.has(hear(says)?.slot ?? '')) };
}

/** The words that stand in none of the requests. */
function wordsOfNone(words: readonly string[], episodes: readonly Episode[]): readonly string[] {
  const used = new Set(episodes.flatMap(requestWords));
  return words.filter((word) => !used.has(word));
}
