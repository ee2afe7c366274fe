import { clusterSkills } from '../../engine/skills/clusters.js';
import { termsOf, type Vector } from '../../engine/skills/clusterTerms.js';
import { plane } from './plane.js';

/** A skill as it is placed; its name is another one than that of every other. */
export interface MappedSkill {
  readonly name: string;
  /** Description and body. */
  readonly text: string;
}

/** Skills in the plane: near ones use the same words. */
export interface SkillMap {
  /** In the order of the skills; `x` and `y` are 0 to 1, `cluster` an index of {@link clusters}. */
  readonly points: readonly {
    readonly skill: string;
    readonly x: number;
    readonly y: number;
    readonly cluster: number;
  }[];
  /** What the skills of each cluster have in common, strongest word first; none for the skills that fit no other cluster. */
  readonly clusters: readonly (readonly string[])[];
}

/** Lays out and groups skills by the words of their names and texts. The same skills and seed give the same map, in whatever order. */
export function skillMap(skills: readonly MappedSkill[], seed: number): SkillMap {
  const named = skills
    .map(({ name, text }) => ({ name, description: text }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const clusters = clusterSkills({ skills: named, seed });
  const clusterOf = new Map(clusters.flatMap(({ skills: members }, index) => members.map((name) => [name, index])));
  const { vectors } = termsOf(named);
  const places = plane(
    vectors.map((one) => vectors.map((other) => cosine(one, other))),
    seed,
  );
  const placeOf = new Map(named.map(({ name }, index) => [name, places[index]]));
  return {
    points: skills.map(({ name }) => {
      const [x, y] = placeOf.get(name) ?? [0.5, 0.5];
      return { skill: name, x, y, cluster: clusterOf.get(name) ?? 0 };
    }),
    clusters: clusters.map(({ words }) => words),
  };
}

/** Vectors are of unit length. */
function cosine(a: Vector, b: Vector): number {
  const weights = new Map(Array.from(b.terms, (term, at) => [term, b.weights[at] ?? 0]));
  return a.terms.reduce((sum, term, at) => sum + (a.weights[at] ?? 0) * (weights.get(term) ?? 0), 0);
}
