import MiniSearch from 'minisearch';
import wink from 'wink-bm25-text-search';
import nlp from 'wink-nlp-utils';
import type { SkillText } from '../../../src/engine/read/example.js';

/** Found skills with their scores, best first. */
export type Found = readonly { readonly id: string; readonly score: number }[];
export type Search = (query: string) => Found;

/** MiniSearch as it comes, over all that a skill says. */
export function miniSearch(skills: readonly SkillText[]): Search {
  const engine = new MiniSearch<SkillText>({ fields: ['name', 'description', 'body'] });
  engine.addAll(skills);
  return (query) => engine.search(query).map(({ id, score }) => ({ id: String(id), score }));
}

/** Fewer documents wink refuses. */
const fewest = 3;

/** wink-bm25-text-search with the preparation its makers show; undefined for a library that is too small for it. */
export function winkSearch(skills: readonly SkillText[]): Search | undefined {
  if (skills.length < fewest) return undefined;
  const engine = wink();
  engine.defineConfig({ fldWeights: { name: 1, description: 1, body: 1 } });
  const { string, tokens } = nlp;
  engine.definePrepTasks([
    string.lowerCase,
    string.tokenize0,
    tokens.removeWords,
    tokens.stem,
    tokens.propagateNegations,
  ]);
  for (const { id, name, description, body } of skills) engine.addDoc({ name, description, body }, id);
  engine.consolidate();
  return (query) => engine.search(query, 20).map(([id, score]) => ({ id, score }));
}

/** Place of the best right skill, from 1, wrong ones with the same score before it; Infinity when none was found. */
export function placeAmong(found: Found, right: readonly string[]): number {
  const best = found.find(({ id }) => right.includes(id));
  if (!best) return Infinity;
  return 1 + found.filter(({ id, score }) => score >= best.score && !right.includes(id)).length;
}
