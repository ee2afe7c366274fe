import { hear } from '../kb/house.js';
import type { Kind } from '../kb/kind.js';
import { domains, kinds, slotsOf } from '../kb/kinds.js';
import { phrasingOf } from '../kb/wide/phrasings.js';
import { isKorean, topicWords, unquoted } from '../words.js';
import { type Episode, released } from './episode.js';

/** Points a text needs to be about a domain: one for a word that only this domain uses, a part of one where several do. */
const enoughPoints = 1.25;
/** A long text has some words of every domain: this share of its words must speak for one. */
const enoughShare = 0.2;

/** The words a kind of request is made of, without the values asked for. */
export const kindWords = ({ about, texts }: Kind): readonly string[] =>
  topicWords([about, ...texts].join(' ').replace(/\{\w+\}/g, ' '));

const koreanWords = ({ id }: Kind): readonly string[] =>
  topicWords(
    phrasingOf(id)
      .korean.join(' ')
      .replace(/\{\w+\}/g, ' '),
  );

const vocabularies: readonly (readonly [domain: string, words: ReadonlySet<string>])[] = domains.map((domain) => [
  domain,
  new Set(kinds.filter((kind) => kind.domain === domain).flatMap((kind) => [...kindWords(kind), ...koreanWords(kind)])),
]);

/** What a request in Korean means in English, the language of the skills; nothing for other requests. */
export const meantBy = ({ task, understood }: Pick<Episode, 'task' | 'understood'>): readonly string[] =>
  understood && isKorean(task) ? topicWords(understood.kind.about) : [];

/** The topic words of a request, those included that it has only in translation. */
export const requestWords = (episode: Pick<Episode, 'task' | 'understood'>): readonly string[] => [
  ...topicWords(unquoted(episode.task)),
  ...meantBy(episode),
];

/** The domain of the practice world that a text is about, by its words; `undefined` when it is about none, or about two alike. */
export function domainOf(text: string): string | undefined {
  const words = new Set(topicWords(text.replaceAll('-', ' ')));
  const points = new Map<string, number>();
  for (const word of words) {
    const users = vocabularies.filter(([, vocabulary]) => vocabulary.has(word));
    for (const [domain] of users) points.set(domain, (points.get(domain) ?? 0) + 1 / users.length);
  }
  const [best, second] = [...points].sort(([, a], [, b]) => b - a);
  const enough = Math.max(enoughPoints, enoughShare * words.size);
  return best && best[1] >= enough && best[1] > (second?.[1] ?? 0) ? best[0] : undefined;
}

/** The domain whose conventions a text states more of than of any other. */
export function domainOfRules(text: string): string | undefined {
  const stated = new Set(text.split('\n').flatMap((line) => hear(line)?.slot ?? []));
  const [best, second] = domains
    .map((domain) => ({ domain, count: slotsOf(domain).filter((slot) => stated.has(slot)).length }))
    .sort((a, b) => b.count - a.count);
  return best && best.count > (second?.count ?? 0) ? best.domain : undefined;
}

/** The longer topic words of a text, and all words in other letters than English ones. */
export const wordsIn = (text: string): readonly string[] => [
  ...topicWords(text).filter((word) => /^[a-z]{4}/.test(word)),
  ...(text.toLowerCase().match(/[^\P{L}a-z]{2,}/gu) ?? []),
];

/** What stands between the tags of a prompt, the first time and on lines of its own; empty when there is none. */
export const taggedIn = (prompt: string, tag: string): string =>
  released(tag, new RegExp(`<${tag}>\\n([\\s\\S]*?)\\n</${tag}>`).exec(prompt)?.[1] ?? '');
