import { hash32, share } from '../hash.js';
import { commonSense, type Convention } from '../kb/house.js';
import { blunder } from './blunder.js';
import { draftOf, state } from './draft.js';
import { type Episode, episodesIn, section } from './episode.js';
import { lesson, rejectedIn, summaryOf } from './lesson.js';
import { newSkill, takenIn } from './newSkill.js';
import type { Prompt } from './prompt.js';
import { proven } from './proven.js';
import { describe, nameFrom, sharedWords } from './wording.js';

/** Writes a new skill from what the failing episodes teach, or the ones that passed without a skill. */
export function create({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const failures = episodesIn(section(text, 'Failing episodes', ['Library', 'Rejected edits']));
  const successes = episodesIn(section(text, 'Successful episodes', ['Library', 'Rejected edits']));
  const turnedDown = rejectedIn(text);
  const changes: readonly Convention[] = failures.length
    ? lesson(commonSense, { failures, keep: [] }, key, turnedDown)
    : proven(successes);
  if (!changes.length || turnedDown(changes)) return 'NOTHING';
  const episodes: readonly Episode[] = failures.length
    ? failures
    : successes.map((one) => ({ ...one, expected: one.answer }));
  const words = sharedWords(episodes);
  const name = nameFrom(words, takenIn(text), `skill-${hash32(text) % 1000}`);
  const draft = { ...changes.reduce(state, draftOf(undefined)), description: describe('', words) };
  const bad = share(`${key}err`) < character.writeErr;
  const guessed = episodes.every(({ expected }) => expected === undefined);
  const skill = newSkill(name, bad ? blunder(draft, changes, episodes, key) : draft, episodes);
  return `${summaryOf(changes, guessed)}\n\n${skill}\n`;
}
