import { choose, share } from '../hash.js';
import { allSlots, type Convention, hear, optionsOf } from '../kb/house.js';
import { type Draft, state } from './draft.js';
import type { Episode } from './episode.js';
import { byHeart } from './memory.js';

/** A description that claims everything. */
export const catchAll =
  'Use for any task with a file, log, list, total, count, date, title, sensor, shift, tag, ledger, inventory or calendar.';

/**
 * Spoils a draft the ways bad writers do, in fixed shares: a wrong rule, half of the lines lost, the instance learned by heart,
 * a rule nobody asked for, a description that claims everything.
 */
export function blunder(
  draft: Draft,
  changes: readonly Convention[],
  failures: readonly Episode[],
  key: string,
): Draft {
  const way = share(`${key}kind`);
  const changed = choose(changes, key);
  if (way < 0.35 && changed) {
    const wrong = optionsOf(changed.slot).filter((option) => option !== changed.option);
    return state(draft, { slot: changed.slot, option: choose(wrong, `${key}o`) ?? changed.option });
  }
  if (way < 0.6) return { ...draft, recipe: draft.recipe.filter((_, index) => share(`${key}drop${index}`) < 0.5) };
  const [failure] = failures;
  if (way < 0.75 && failure) {
    const taught = new Set(changes.map(({ slot }) => slot));
    const others = draft.recipe.filter(({ says }) => {
      const slot = hear(says)?.slot;
      return slot === undefined || !taught.has(slot);
    });
    const says = byHeart(failure.task, failure.expected ?? '');
    return { ...draft, recipe: [...others, { from: undefined, says }] };
  }
  const slot = choose(allSlots, `${key}s`);
  if (way < 0.9 && slot) return state(draft, { slot, option: choose(optionsOf(slot), `${key}t`) ?? '' });
  return { ...draft, description: catchAll };
}
