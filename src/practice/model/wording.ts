import { topicWords, unquoted } from '../words.js';
import type { Episode } from './episode.js';
import { meantBy } from './subject.js';

/** Words that are shared by the failing requests and taken into a description, at most. */
const mostShared = 8;
/** Words of a description the model writes, at most. */
const mostWords = 16;
/** Room for a description in the Agent Skills format. */
const longestDescription = 1024;

const opening = 'Conventions for tasks that mention ';
const addition = ' Also for tasks that mention ';

/**
 * The topic words that at least half of the requests have, the commonest first, without the values asked for: the rule, not the instance. Those of
 * requests in Korean are followed by what they mean.
 */
export function sharedWords(episodes: readonly Episode[]): readonly string[] {
  const own = episodes.map(({ task, understood }) => {
    const values = Object.entries(understood?.asked ?? {}).flatMap(([name, value]) => (name === 'file' ? [] : [value]));
    const instance = new Set(topicWords(values.join(' ')));
    return topicWords(unquoted(task)).filter((word) => !instance.has(word));
  });
  return [...new Set([...commonest(own), ...commonest(episodes.map(meantBy))])];
}

function commonest(lists: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const word of new Set(list)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= Math.max(1, lists.length / 2))
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostShared)
    .map(([word]) => word);
}

/** A description that has all the words; one that has them already stays as it is, and a person's own text is only added to. */
export function describe(current: string, words: readonly string[]): string {
  const own = topicWords(current);
  const missing = words.filter((word) => !own.includes(word));
  if (!missing.length && current) return current;
  if (!current || current.startsWith(opening))
    return `${opening}${[...new Set([...own, ...missing])].slice(0, mostWords).join(', ')}.`;
  const stem = current.includes(addition) ? current.replace(/\.$/, ', ') : `${current}${addition}`;
  const wider = `${stem}${missing.join(', ')}.`;
  return wider.length <= longestDescription ? wider : current;
}

/** A name from the English words, in the Agent Skills format and not taken. */
export function nameFrom(words: readonly string[], taken: ReadonlySet<string>, fallback: string): string {
  const english = words.filter((word) => /^[a-z]/.test(word));
  const plain = english.slice(0, 3).join('-').replaceAll('_', '-').replace(/-+/g, '-').slice(0, 60);
  const name = plain.replace(/^-|-$/g, '') || fallback;
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? name : `${name}-${copy}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A value for the front matter, quoted where YAML would read something else than this text. */
export const yamlValue = (text: string): string =>
  /^[A-Za-z](?:[^:#"'\p{Cc}]*[^:#"'\p{Cc}\s])?$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
