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

/** The score of one document and what it is made of. */
export interface Match {
  readonly document: number;
  readonly score: number;
  readonly parts: Readonly<Record<FieldId, number>>;
  /** Query terms found, the most important first. */
  readonly terms: readonly string[];
}

interface Posting {
  readonly document: number;
  /** Weighted, length-normalised term frequency per field, in the order of {@link fields}. */
  readonly tf: readonly number[];
}

/** BM25F over an inverted index, normalised by the query's total idf so that scores of different tasks compare. */
export class Bm25f {
  private readonly postings = new Map<string, Posting[]>();
  private readonly size: number;

  constructor(documents: readonly Document[]) {
    this.size = documents.length;
    const average = fields.map(({ id }) => {
      const total = documents.reduce((sum, document) => sum + document[id].length, 0);
      return Math.max(total / Math.max(1, documents.length), Number.EPSILON);
    });
    documents.forEach((document, index) => this.add(document, index, average));
  }

  private add(document: Document, index: number, average: readonly number[]): void {
    const frequencies = new Map<string, number[]>();
    fields.forEach(({ id, weight, b }, field) => {
      const terms = document[id];
      const norm = 1 - b + (b * terms.length) / (average[field] ?? 1);
      for (const term of terms) {
        const tf = frequencies.get(term) ?? fields.map(() => 0);
        tf[field] = (tf[field] ?? 0) + weight / norm;
        frequencies.set(term, tf);
      }
    });
    for (const [term, tf] of frequencies) {
      const list = this.postings.get(term);
      if (list) list.push({ document: index, tf });
      else this.postings.set(term, [{ document: index, tf }]);
    }
  }

  /** Lucene's idf, never negative, with the ghosts counted in. */
  private idf(term: string): number {
    const found = this.postings.get(term)?.length ?? 0;
    return Math.log(1 + (this.size + ghosts - found + 0.5) / (found + 0.5));
  }

  /** Documents that share a term with the query, best first; ties in the order given. Scores lie between 0 and 1. */
  search(query: readonly string[]): Match[] {
    const terms = [...new Set(query)];
    const total = terms.reduce((sum, term) => sum + this.idf(term), 0);
    const found = new Map<number, { parts: Record<FieldId, number>; terms: { term: string; value: number }[] }>();
    for (const term of terms) {
      const idf = this.idf(term) / total;
      for (const { document, tf } of this.postings.get(term) ?? []) {
        const sum = tf.reduce((a, b) => a + b, 0);
        // Without BM25's constant factor k1 + 1, which ranks alike and would let scores exceed 1.
        const value = (idf * sum) / (sum + k1);
        const match = found.get(document) ?? { parts: { name: 0, description: 0, body: 0 }, terms: [] };
        // Saturation makes the fields inseparable; each gets its share of the term frequency.
        fields.forEach(({ id }, field) => {
          match.parts[id] += (value * (tf[field] ?? 0)) / sum;
        });
        match.terms.push({ term, value });
        found.set(document, match);
      }
    }
    return [...found]
      .map(([document, { parts, terms: matched }]) => ({
        document,
        score: parts.name + parts.description + parts.body,
        parts,
        terms: matched.sort((a, b) => b.value - a.value).map(({ term }) => term),
      }))
      .sort((a, b) => b.score - a.score || a.document - b.document);
  }
}
