import { termsOf, type Terms } from './clusterTerms.js';
import { centresOf, sphericalKMeans } from './sphericalKMeans.js';

/** Skills as they are grouped; texts as in their front matter. */
export interface ClusterInput {
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  /** The same input and seed give the same groups. */
  readonly seed: number;
}

/** A group of skills whose texts share words. */
export interface Cluster {
  /** Its most distinguishing words, strongest first; empty for the group of those that fit no other. */
  readonly words: readonly string[];
  /** Names, sorted. */
  readonly skills: readonly string[];
}

/** A person overlooks about two dozen groups. */
const mostGroups = 24;
const fewestGroups = 2;
/** Smaller groups join the others. */
const smallest = 2;
/** Cosine to the centre below which a skill is in its group by accident, as by a word like "files". */
const belongs = 0.12;
/** Cosine of two centres above which they are one subject. */
const alike = 0.4;
const mostWords = 3;
/** A further word of a group's name is at least this share of the strongest one. */
const wordShare = 0.4;

/**
 * Groups skills by the words of their names and descriptions: tf-idf, spherical k-means with sqrt(n) groups (2 to 24), of which alike ones are
 * joined. Groups come largest first, those that fit none last. The order of the input does not matter. 10,000 skills take about a second.
 */
export function clusterSkills({ skills, seed }: ClusterInput): readonly Cluster[] {
  const sorted = [...skills].sort((a, b) => compare(a.name, b.name) || compare(a.description, b.description));
  if (sorted.length === 0) return [];
  const terms = termsOf(sorted);
  const k = Math.min(mostGroups, Math.max(fewestGroups, Math.round(Math.sqrt(sorted.length))));
  const { group, nearness } = sphericalKMeans(terms.vectors, terms.found.length, k, seed);
  const joined = joinAlike(terms, group, k);
  const members = new Map<number, number[]>();
  joined.forEach((number, index) => {
    const own = (nearness[index] ?? 0) >= belongs ? number : -1;
    const known = members.get(own);
    if (known) known.push(index);
    else members.set(own, [index]);
  });
  const named: Cluster[] = [];
  const others: string[] = [];
  for (const [number, indices] of members) {
    const names = indices.map((index) => sorted[index]?.name ?? '');
    const words = number < 0 || indices.length < smallest ? [] : wordsOf(terms, indices);
    if (words.length === 0) others.push(...names);
    else named.push({ words, skills: names });
  }
  named.sort((a, b) => b.skills.length - a.skills.length || compare(a.skills[0] ?? '', b.skills[0] ?? ''));
  return others.length === 0 ? named : [...named, { words: [], skills: others.sort(compare) }];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Joins the two most alike groups until none are alike. */
function joinAlike({ vectors, found }: Terms, group: Int32Array, k: number): Int32Array {
  const joined = Int32Array.from(group);
  for (;;) {
    const centres = centresOf(vectors, joined, k, found.length);
    let best = alike;
    let pair: readonly [number, number] | undefined;
    for (let a = 0; a < k; a++)
      for (let b = a + 1; b < k; b++) {
        const cosine = centres[a]?.reduce((sum, value, at) => sum + value * (centres[b]?.[at] ?? 0), 0) ?? 0;
        if (cosine > best) [best, pair] = [cosine, [a, b]];
      }
    if (!pair) return joined;
    const [into, from] = pair;
    joined.forEach((number, index) => {
      if (number === from) joined[index] = into;
    });
  }
}

/** Words that are frequent in the group and rare elsewhere: share in the group times the logarithm of its lift. */
function wordsOf({ vectors, found, form }: Terms, members: readonly number[]): readonly string[] {
  const inside = new Map<number, number>();
  for (const member of members)
    for (const term of vectors[member]?.terms ?? []) inside.set(term, (inside.get(term) ?? 0) + 1);
  const strength = [...inside].flatMap(([term, count]) => {
    const word = form[term];
    const share = count / members.length;
    const lift = share / ((found[term] ?? 1) / vectors.length);
    // A little more than the lift: where all skills are one group nothing distinguishes it, and what most of them share names it.
    return word === undefined || count < smallest ? [] : [{ word, value: share * Math.log(lift + 0.1) }];
  });
  strength.sort((a, b) => b.value - a.value || compare(a.word, b.word));
  const least = (strength[0]?.value ?? 0) * wordShare;
  const words = strength.filter(({ value }) => value >= least).map(({ word }) => word);
  return [...new Set(words)].slice(0, mostWords);
}
