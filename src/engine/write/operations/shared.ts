import { Tokenizer } from '../../read/tokens.js';
import type { Episode } from '../episode.js';

/** Words offered to the writer, at most. */
const mostWords = 12;

/** Values of a request are what it asks about this time: numbers and codes, and what stands in quotes. */
const valuePattern =
  /"([^"\n]{3,80})"|“([^”\n]{3,80})”|(?<![\p{L}\p{N}])((?=[\p{L}._/:-]*\d)[\p{L}\p{N}][\p{L}\p{N}._/:-]{2,39})/gu;

/** What the requests of a bucket have in common, and what belongs to one of them alone (learning.md 2, step 3). */
export interface Shared {
  /** Topic words of at least half of the requests, the commonest first. */
  readonly words: readonly string[];
  /** Whether a word stands in some requests, but in less than half of them. */
  readonly isParticular: (word: string) => boolean;
  /** Values that less than half of several requests have, or the only one. */
  readonly values: readonly string[];
}

/** A file counts by the words of its name. */
const parted = (value: string): string => value.replace(/[._/\\-]+/g, ' ');

/** @param episodes the bucket; at least one */
export function sharedBy(episodes: readonly Pick<Episode, 'prompt'>[]): Shared {
  const tokenizer = new Tokenizer();
  const half = episodes.length / 2;
  const counts = new Map<string, { word: string; count: number }>();
  const values = new Map<string, number>();
  for (const { prompt } of episodes) {
    const own = [...prompt.matchAll(valuePattern)].map(([, one, two, three]) => one ?? two ?? three ?? '');
    for (const value of new Set(own.map((one) => one.replace(/[._/:-]+$/, ''))))
      values.set(value, (values.get(value) ?? 0) + 1);
    const words = new Map(
      tokenizer.words(parted(prompt)).flatMap(({ text, stem, stop }) => (stop ? [] : [[stem, text] as const])),
    );
    for (const [stem, word] of words) {
      const known = counts.get(stem);
      counts.set(stem, { word: known?.word ?? word, count: (known?.count ?? 0) + 1 });
    }
  }
  const particular = [...values].filter(([, count]) => episodes.length === 1 || count < half).map(([value]) => value);
  const inValues = new Set(particular.flatMap((value) => tokenizer.words(parted(value)).map(({ stem }) => stem)));
  return {
    words: [...counts]
      .filter(([stem, { count }]) => count >= half && !inValues.has(stem))
      .sort(([, a], [, b]) => b.count - a.count)
      .slice(0, mostWords)
      .map(([, { word }]) => word),
    isParticular: (word) =>
      tokenizer.words(word).some(({ stem, stop }) => {
        const count = counts.get(stem)?.count ?? 0;
        return !stop && count > 0 && (count < half || inValues.has(stem));
      }),
    values: particular,
  };
}

/**
 * Holds a name and a description to what the bucket has in common: one instance must not name a skill.
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintNaming(name: string, description: string, shared: Shared): void {
  const word = name.split('-').find(shared.isParticular);
  const better = shared.words.length ? ` Words that most requests share: ${shared.words.join(', ')}.` : '';
  if (word !== undefined) throw new Error(`The name takes “${word}” from one request.${better}`);
  const value = shared.values.find((one) => holds(description, one));
  if (value !== undefined) throw new Error(`The description takes “${value}” from one request.${better}`);
}

function holds(text: string, value: string): boolean {
  const at = text.toLowerCase().indexOf(value.toLowerCase());
  if (at < 0) return false;
  return !/[\p{L}\p{N}]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + value.length));
}
