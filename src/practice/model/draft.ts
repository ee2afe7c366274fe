import { type Convention, hear, sentence } from '../kb/house.js';
import type { RecipeLine, SkillText } from './skillText.js';

/** A line of a draft: one of the current skill, or a new one. */
export interface DraftLine {
  readonly from: RecipeLine | undefined;
  readonly says: string;
}

/** A skill while it is being written. */
export interface Draft {
  readonly description: string;
  readonly recipe: readonly DraftLine[];
}

/** The skill as it stands, or an empty draft. */
export const draftOf = (skill: SkillText | undefined): Draft => ({
  description: skill?.description ?? '',
  recipe: skill?.recipe.map((from) => ({ from, says: from.says })) ?? [],
});

/** States a convention: in place of the line that settles its slot, else at the end. */
export function state(draft: Draft, convention: Convention): Draft {
  const says = sentence(convention);
  const at = draft.recipe.findLastIndex((line) => hear(line.says)?.slot === convention.slot);
  const recipe =
    at < 0
      ? [...draft.recipe, { from: undefined, says }]
      : draft.recipe.map((line, index) => (index === at ? { ...line, says } : line));
  return { ...draft, recipe };
}
