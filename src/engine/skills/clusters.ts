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
