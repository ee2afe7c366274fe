import { type Convention, hear, type Slot } from '../kb/house.js';
import { share } from '../hash.js';
import type { Character } from './character.js';
import type { RecipeLine, SkillText } from './skillText.js';

/** What the skills of a prompt tell the model, as far as it attended to them. */
export interface Guidance {
  /** The convention that holds for each slot (the last line wins). */
  readonly conventions: ReadonlyMap<Slot, Convention>;
  /** Answers learned by heart, by request. */
  readonly answers: ReadonlyMap<string, string>;
}

/** The line a bad writer leaves instead of a rule. */
const learnedByHeart = /^For the request "([\s\S]*)" the answer is (.*)\.$/;
export const byHeart = (request: string, answer: string): string =>
  `For the request "${request}" the answer is ${answer}.`;

/** Nobody overlooks more than this share of lines, however long the skill. */
const mostOverlooked = 0.6;

/** Reads the recipes literally; with more lines than the model can attend to, each may be overlooked. */
export function read(skills: readonly SkillText[], task: string, character: Character, salt: string): Guidance {
  const lines = skills.flatMap(({ recipe }) => recipe);
  const missed = Math.min(mostOverlooked, Math.max(0, lines.length - character.attend) * character.overlook);
  const conventions = new Map<Slot, Convention>();
  const answers = new Map<string, string>();
  for (const { says } of lines) {
    const known = learnedByHeart.exec(says);
    if (known) answers.set(known[1] ?? '', known[2] ?? '');
    else if (!(missed > 0 && share(`${salt}ov${task}${says}`) < missed)) {
      const convention = hear(says);
      if (convention) conventions.set(convention.slot, convention);
    }
  }
  return { conventions, answers };
}

/** The line of a recipe that settles a slot: the last one that does. */
export const lineFor = (recipe: readonly RecipeLine[], slot: Slot): RecipeLine | undefined =>
  recipe.findLast(({ says }) => hear(says)?.slot === slot);
