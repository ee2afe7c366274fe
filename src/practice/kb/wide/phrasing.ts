/**
 * Other ways to put the requests of one kind, with the `{names}` of its texts. Ways of one kind share no word of topic with each other or with those
 * texts, so that whoever goes by words learns nothing from one about the next.
 */
export interface Phrasing {
  readonly english: readonly string[];
  readonly korean: readonly string[];
}

/** By the id of the kind. */
export type Phrasings = Readonly<Record<string, Phrasing>>;
