import { choose, hash32, share } from '../hash.js';
import type { Kind } from '../kb/kind.js';
import { kinds } from '../kb/kinds.js';
import { topicWords } from '../words.js';
import { released } from './episode.js';
import type { Prompt } from './prompt.js';
import { domainOf, kindWords, taggedIn, wordsIn } from './subject.js';

/** How a request is put, … being what is asked for. Other words than those of the tasks: these are not to be given away. */
const wordings = [
  '…',
  'Please take care of this: …',
  'I was asked for this: …. Can you see to it?',
  'My colleague needs it before noon: …',
  'Could you find this out for me? …',
  'No idea how we handle that here. …',
];
/** Requests that hold a word of a skill and have nothing to do with it. */
const beside = [
  'Who invented the word "…"?',
  'Compose a poem about "…".',
  'Where can I buy a novel about "…"?',
  'Translate "…" into Latin.',
  'Draw me a cartoon of "…".',
];
/** Words in a row that make a request about a skill outside of the practice world. */
const phraseLength = 4;
/** Kinds of request that are near to a skill and not its own, at most. */
const mostNeighbours = 5;

/** Writes requests that a skill is for, and near-misses, from its name and description. */
export function writeQueries({ text, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}`;
  const [name, description] = [taggedIn(text, 'name'), taggedIn(text, 'description')];
  const domain = domainOf(`${name} ${description}`);
  const words = wordsIn(description);
  const right = domain ? ofKinds(kinds.filter((kind) => kind.domain === domain)) : ofWords(words);
  const near = [
    ...(domain ? ofKinds(neighbours(domain, words)) : []),
    ...fill(
      beside,
      words.filter((word) => /^[a-z]/.test(word)),
    ),
  ];
  const taken = new Set(
    [...text.matchAll(/<known>([\s\S]*?)<\/known>/g)].map(([, one = '']) => released('known', one)),
  );
  const draw = (own: readonly string[], other: readonly string[], label: string): string[] =>
    Array.from({ length: asked(text, label) }).flatMap((_, index) => {
      const chance = `${key}${label}${index}`;
      const bad = share(chance) < character.writeErr;
      if (bad && share(`${chance}n`) < 0.3) return [`Use ${name} for this.`];
      const query = choose(
        (bad ? other : own).filter((one) => !taken.has(one)),
        `${chance}q`,
      );
      if (query === undefined) return [];
      taken.add(query);
      return [query];
    });
  const said = {
    positive_queries: draw(right, near, 'positive_queries').map((query) => ({
      query,
      why_fit: 'It asks for what the description is about.',
    })),
    negative_queries: draw(near, right, 'negative_queries').map((query) => ({
      query,
      why_relevant: 'It has words of the description.',
      why_useless: 'It asks for something else.',
    })),
  };
  return `\`\`\`json\n${JSON.stringify(said, null, 2)}\n\`\`\``;
}

/** How many queries of a label the prompt wants. */
const asked = (prompt: string, label: string): number =>
  Number(new RegExp(`^- ${label}: (\\d{1,2}) `, 'm').exec(prompt)?.[1] ?? 0);

const fill = (frames: readonly string[], fillings: readonly string[]): string[] =>
  [...new Set(fillings)].flatMap((filling) => frames.map((frame) => frame.replace('…', () => filling)));

const ofKinds = (some: readonly Kind[]): string[] =>
  fill(
    wordings,
    some.map(({ about }) => about.charAt(0).toLowerCase() + about.slice(1).replace(/\.$/, '')),
  );

/** Requests made of the description's own words, as people type keywords. Sentences around them only where they are English. */
function ofWords(words: readonly string[]): string[] {
  const starts = Math.max(1, words.length - phraseLength + 1);
  const phrases = Array.from({ length: starts }, (_, start) => words.slice(start, start + phraseLength).join(' '));
  return fill(wordings.slice(0, /[a-z]/.test(words.join('')) ? 2 : 1), phrases.filter(Boolean));
}

/** Kinds of other domains, those first that share most words with the skill. */
function neighbours(domain: string, words: readonly string[]): Kind[] {
  const own = new Set([...words, ...topicWords(domain)]);
  const shared = (kind: Kind): number => new Set(kindWords(kind).filter((word) => own.has(word))).size;
  return kinds
    .filter((kind) => kind.domain !== domain)
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, mostNeighbours);
}
