import type { Steps } from '../steps.js';

/** Fields of a skill with their weight and length normalisation; tuned on real queries (router.md 2, last row of the table). */
export const fields = [
  { id: 'name', weight: 2, b: 0.3 },
  { id: 'description', weight: 1, b: 0.6 },
  { id: 'body', weight: 0.3, b: 0.75 },
] as const;
export type FieldId = (typeof fields)[number]['id'];

/** Term-frequency saturation (Robertson and Zaragoza 2009, section 3.4). */
const k1 = 1.2;
/**
 * Imagined skills that contain none of the words. In a library of five, every word would otherwise be common and every score a toss-up;
 * with thousands of skills the constant vanishes.
 */
const ghosts = 20;

export type Document = Readonly<Record<FieldId, readonly string[]>>;

/** BM25F over an inverted index, normalised by the query's total idf so that scores of different tasks compare. */
export class Bm25f {
  private constructor(
    readonly size: number,
    private readonly terms: ReadonlyMap<string, number>,
    /** Places of each term's documents in the arrays below; one longer than the terms. */
    private readonly starts: Int32Array,
    private readonly documents: Int32Array,
    /** Saturated, weighted, length-normalised term frequency, 0 to 1. */
    private readonly impacts: Float32Array,
    private readonly idf: Float32Array,
  ) {}

  /** Reads the documents one by one. @param documents as many as `size` says, in order */
  static *build(documents: readonly Document[]): Steps<Bm25f> {
    const size = documents.length;
    const average = fields.map(({ id }) => {
      const total = documents.reduce((sum, document) => sum + document[id].length, 0);
      return Math.max(total / Math.max(1, size), Number.EPSILON);
    });
    const terms = new Map<string, number>();
    const found: { readonly documents: number[]; readonly impacts: number[] }[] = [];
    for (const [index, document] of documents.entries()) {
      for (const [term, frequency] of frequencies(document, average)) {
        let place = terms.get(term);
        if (place === undefined) {
          place = found.length;
          terms.set(term, place);
          found.push({ documents: [], impacts: [] });
        }
        found[place]?.documents.push(index);
        found[place]?.impacts.push(frequency / (frequency + k1));
      }
      yield;
    }
    const starts = new Int32Array(found.length + 1);
    for (const [place, list] of found.entries()) starts[place + 1] = (starts[place] ?? 0) + list.documents.length;
    const total = starts[found.length] ?? 0;
    const index = new Bm25f(
      size,
      terms,
      starts,
      new Int32Array(total),
      new Float32Array(total),
      new Float32Array(found.length),
    );
    for (const [place, list] of found.entries()) {
      index.documents.set(list.documents, starts[place]);
      index.impacts.set(list.impacts, starts[place]);
      index.idf[place] = idf(size, list.documents.length);
      yield;
    }
    return index;
  }

  /**
   * Scores every document, 0 to 1: the share of the query's information (sum of idf, unknown words included) that it covers.
   * @param query terms; each counts once
   */
  scores(query: readonly string[], into = new Float32Array(this.size)): Float32Array {
    into.fill(0);
    let total = 0;
    const terms = new Set(query);
    for (const term of terms) {
      const place = this.terms.get(term);
      total += place === undefined ? idf(this.size, 0) : (this.idf[place] ?? 0);
    }
    for (const term of terms) {
      const place = this.terms.get(term);
      if (place === undefined) continue;
      // Without BM25's constant factor k1 + 1, which ranks alike and would let scores exceed 1.
      const share = (this.idf[place] ?? 0) / total;
      const end = this.starts[place + 1] ?? 0;
      for (let at = this.starts[place] ?? 0; at < end; at++) {
        const document = this.documents[at] ?? 0;
        into[document] = (into[document] ?? 0) + share * (this.impacts[at] ?? 0);
      }
    }
    return into;
  }

  /** Query terms that a document contains, those that add most to its score first. */
  matched(query: readonly string[], document: number): string[] {
    const matched: { term: string; value: number }[] = [];
    for (const term of new Set(query)) {
      const place = this.terms.get(term);
      if (place === undefined) continue;
      const end = this.starts[place + 1] ?? 0;
      // Documents of a term are in ascending order.
      let [low, high] = [this.starts[place] ?? 0, end];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((this.documents[middle] ?? 0) < document) low = middle + 1;
        else high = middle;
      }
      if (low < end && this.documents[low] === document)
        matched.push({ term, value: (this.idf[place] ?? 0) * (this.impacts[low] ?? 0) });
    }
    return matched.sort((a, b) => b.value - a.value).map(({ term }) => term);
  }
}

/** Lucene's idf, never negative, with the ghosts counted in. */
const idf = (size: number, documents: number): number =>
  Math.log(1 + (size + ghosts - documents + 0.5) / (documents + 0.5));

function frequencies(document: Document, average: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  fields.forEach(({ id, weight, b }, field) => {
    const terms = document[id];
    const each = weight / (1 - b + (b * terms.length) / (average[field] ?? 1));
    for (const term of terms) found.set(term, (found.get(term) ?? 0) + each);
  });
  return found;
}
