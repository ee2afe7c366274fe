import { type Text, text } from '../text.js';
import type { Ranked } from './ranking.js';

/** How a skill came to be chosen; a retry comes after a run with `after` (`null`: with no skill) had failed. */
export type Choice =
  { readonly by: 'router' | 'explored' | 'person' } | { readonly by: 'retry'; readonly after: string | null };

/** Why a skill was chosen. `words` are those of the task that it matches. */
export function whyChosen(one: Ranked, words: readonly string[], choice: Choice): Text {
  const shown = words.slice(0, 4).join(', ');
  if (choice.by === 'explored') return text('Chosen to learn from it: it is nearly as good as the best.');
  if (choice.by === 'person')
    return shown
      ? text('You chose it; it matches “{0}”.', shown)
      : text('You chose it; it shares no word with the task.');
  if (choice.by === 'retry')
    return choice.after === null
      ? text('Next on the slate, after the run without a skill had failed.')
      : text('Next on the slate, after “{0}” had failed.', choice.after);
  switch (strongest(one)) {
    case 'memory':
      return text('Chosen: it has worked for tasks like this one.');
    case 'learned':
      return text('Chosen: it has worked for tasks with such words.');
    case 'usage':
      return text('Chosen: it has worked before, and little else speaks for any skill.');
    case 'vectors':
      return text('Chosen: its meaning is the nearest to the task.');
    case 'text':
      return shown ? text('Chosen: it matches “{0}”.', shown) : text('Chosen: its words resemble those of the task.');
  }
}

/** Why a skill was not chosen. `chosen` is the one that was, if any; `fits` whether it may be used at all. */
export function whyNot(
  one: Ranked & { readonly guaranteed: boolean },
  words: readonly string[],
  chosen: Ranked | undefined,
  fits: boolean,
): Text {
  const shown = words.slice(0, 4).join(', ');
  if (!fits) return shown ? text('Matches only “{0}”, too little to rely on.', shown) : text('Nothing speaks for it.');
  if (one.guaranteed) return text('On the slate because nobody has tried it yet.');
  if (!chosen || one.score >= chosen.score) return text('Not chosen, although it scores as much.');
  switch (behind(one, chosen)) {
    case 'memory':
      return text('Another skill has worked for tasks like this one.');
    case 'learned':
      return text('What was learned from such tasks speaks for another skill.');
    case 'usage':
      return text('Another skill has worked more often.');
    case 'vectors':
      return text('The meaning of another skill is nearer to the task.');
    case 'text':
      return shown
        ? text('Matches “{0}”, but another skill matches more.', shown)
        : text('Another skill matches the task more.');
  }
}

type PartId = keyof Ranked['parts'];
const ids: readonly PartId[] = ['text', 'memory', 'learned', 'usage', 'vectors'];

/** The part that adds most to the score. Of equal ones the first. */
const strongest = ({ parts }: Ranked): PartId => largest((id) => parts[id]);

/** The part in which a skill is furthest behind another one. */
const behind = (one: Ranked, other: Ranked): PartId => largest((id) => other.parts[id] - one.parts[id]);

const largest = (value: (id: PartId) => number): PartId =>
  ids.reduce((best, id) => (value(id) > value(best) ? id : best), 'text');
