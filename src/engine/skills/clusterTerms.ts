import { tokens } from '../read/tokens.js';

/** A skill as a point on the unit sphere: its terms with their tf-idf weights. */
export interface Vector {
  readonly terms: Uint32Array;
  readonly weights: Float64Array;
}

/** The terms of some texts, numbered, with what a person reads for each. */
export interface Terms {
  readonly vectors: readonly Vector[];
  /** Texts a term occurs in, by its number. */
  readonly found: Uint32Array;
  /** The form a person reads, by its number; `undefined` for terms that are no words (pairs of characters within a word). */
  readonly form: readonly (string | undefined)[];
}

/** Same words as `tokens` finds, one at a time, so that a stem can be traced to what stood there. */
const word = /[a-z0-9]+(?:[.+#][a-z0-9+#]+)?|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+/gi;
const camel = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
const eastAsian = /^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;
/** Words of any description, whatever the skill is for: they neither join nor name groups. */
const general = new Set(
  tokens(
    `ask user must find write make create build file folder skill task work know tell thing way give take run add change look check handle
    support provide include follow apply perform manage specific various different first last new good best right correct correctly wrong
    before after during across through between without within step rule guide guideline pattern practice example detail one two three
    something anything everything someone agent assistant claude codex copilot request require trigger mention`,
  ),
);
/** A name says more about what a skill is for than a word of its description (router.md 2). */
const nameWeight = 2;

interface Text {
  readonly name: string;
  readonly description: string;
}

/** Counts the terms of names and descriptions; terms of a single text link nothing and weigh nothing. */
export function termsOf(texts: readonly Text[]): Terms {
  const numbers = new Map<string, number>();
  const forms: Map<string, number>[] = [];
  const known = new Map<string, readonly Part[]>();
  const counted = texts.map(({ name, description }) => {
    const counts = new Map<number, number>();
    for (const [value, weight] of [[name, nameWeight] as const, [description, 1] as const])
      for (const [found] of value.replace(camel, ' ').matchAll(word))
        for (const { term, form } of remembered(known, found.toLowerCase())) {
          const number = numbers.get(term) ?? numbers.size;
          if (number === numbers.size) {
            numbers.set(term, number);
            forms.push(new Map());
          }
          counts.set(number, (counts.get(number) ?? 0) + weight);
          const seen = forms[number];
          if (form !== undefined) seen?.set(form, (seen.get(form) ?? 0) + 1);
        }
    return counts;
  });
  const found = new Uint32Array(numbers.size);
  for (const counts of counted) for (const term of counts.keys()) found[term] = (found[term] ?? 0) + 1;
  return { vectors: counted.map((counts) => vector(counts, found, texts.length)), found, form: forms.map(formOf) };
}

interface Part {
  readonly term: string;
  readonly form?: string;
}

function remembered(known: Map<string, readonly Part[]>, found: string): readonly Part[] {
  let parts = known.get(found);
  if (!parts) {
    parts = partsOf(found);
    known.set(found, parts);
  }
  return parts;
}

/** In Chinese, Japanese and Korean a word's beginning carries it, endings are attached: the first pair of characters stands for the word. */
function partsOf(found: string): readonly Part[] {
  const terms = tokens(found);
  if (!eastAsian.test(found)) return terms.filter((term) => !general.has(term)).map((term) => ({ term, form: found }));
  const head = found.slice(0, 2);
  return (terms.length > 1 ? terms.slice(1) : terms).map((term) => (term === head ? { term, form: found } : { term }));
}

/** The most frequent form; of East Asian words what their forms have in common. */
function formOf(seen: ReadonlyMap<string, number>): string | undefined {
  const forms = [...seen].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([form]) => form);
  const [first] = forms;
  if (first === undefined || !eastAsian.test(first)) return first;
  return forms.reduce((common, form) => {
    let length = 0;
    while (length < common.length && common[length] === form[length]) length++;
    return common.slice(0, length);
  });
}

function vector(counts: ReadonlyMap<number, number>, found: Uint32Array, size: number): Vector {
  const linking = [...counts].filter(([term]) => (found[term] ?? 0) > 1);
  const terms = Uint32Array.from(linking, ([term]) => term);
  const weights = Float64Array.from(
    linking,
    ([term, count]) => (1 + Math.log(count)) * Math.log((size + 1) / (found[term] ?? 1)),
  );
  const length = Math.hypot(...weights);
  return { terms, weights: length > 0 ? weights.map((weight) => weight / length) : weights };
}
