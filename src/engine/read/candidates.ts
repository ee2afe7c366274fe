import { type Text, text } from '../text.js';
import type { Ranked, Ranking } from './ranking.js';
import type { Candidate, ScorePart } from './route.js';
import type { SkillFacts } from './skillFacts.js';
import { tokens } from './tokens.js';
import { type Choice, whyChosen, whyNot } from './why.js';

export interface CandidatesInput {
  readonly prompt: string;
  readonly ranking: Ranking;
  readonly facts: ReadonlyMap<string, SkillFacts>;
  readonly chosen: string | null;
  readonly choice: Choice;
  readonly libraryIsEmpty: boolean;
}

/** The slate, the chosen skill wherever it stands, and "no skill": each with its parts and why it was chosen or not. Best first. */
export function candidatesOf(input: CandidatesInput): readonly Candidate[] {
  const { ranking, chosen } = input;
  const slate = [...ranking.slate()];
  const used = chosen === null ? undefined : ranking.of(chosen);
  if (used && !slate.some(({ id }) => id === chosen)) slate.push({ ...used, guaranteed: false });
  const skills = slate.map((one) => candidate(one, used, input));
  const none = noSkill(slate, input);
  // Of equal scores "no skill" comes after what may be used, and before what may not.
  const all = slate.some((one) => fits(one, ranking)) ? [...skills, none] : [none, ...skills];
  return all.sort((a, b) => b.score - a.score);
}

/** Whether a skill may be used at all. Where the router goes without one none fits, however likely the best of them looks. */
const fits = (one: Ranked, { confidence }: Ranking): boolean => confidence !== 'none' && one.fits;

function candidate(
  one: Ranked & { readonly guaranteed: boolean },
  used: Ranked | undefined,
  { prompt, ranking, facts, choice }: CandidatesInput,
): Candidate {
  const words = readable(one.words, prompt);
  const known = facts.get(one.id);
  const isChosen = one.id === used?.id;
  return {
    skill: one.id,
    version: known?.version ?? null,
    score: one.score,
    probability: one.probability,
    ...(one.guaranteed ? { guaranteed: true } : {}),
    parts: partsOf(one),
    words,
    ...(known ? { utility: known.utility } : {}),
    why: isChosen ? whyChosen(one, words, choice) : whyNot(one, words, used, fits(one, ranking)),
  };
}

const partsOf = ({ parts: { text: words, memory, learned, usage, vectors } }: Ranked): readonly ScorePart[] => [
  { id: 'text', value: words },
  { id: 'memory', value: memory },
  { id: 'learned', value: learned },
  { id: 'usage', value: usage },
  ...(vectors === 0 ? [] : [{ id: 'vectors' as const, value: vectors }]),
];

/** Its score is that of the last skill that may be used, or else that of the first which may not. */
function noSkill(slate: readonly Ranked[], input: CandidatesInput): Candidate {
  const { none } = input.ranking.thresholds;
  const reached = slate.filter((one) => fits(one, input.ranking)).map(({ score }) => score);
  const score = reached.length ? Math.min(...reached) : (slate[0]?.score ?? 0);
  return { skill: null, version: null, score, probability: none, parts: [], words: [], why: whyNone(slate[0], input) };
}

function whyNone(best: Ranked | undefined, { chosen, choice, ranking, libraryIsEmpty }: CandidatesInput): Text {
  const percent = Math.round(ranking.thresholds.none * 100);
  if (chosen !== null) return text('Used when no skill is likely enough to work ({0} %).', percent);
  if (choice.by === 'person') return text('You chose to go without a skill.');
  if (libraryIsEmpty) return text('The library is empty.');
  if (!best || best.words.length === 0) return text('Chosen: no skill shares a word with the task.');
  if (best.probability >= ranking.thresholds.none) return text('Chosen: too little speaks for any skill.');
  return text('Chosen: no skill is likely enough to work ({0} %).', percent);
}

/** The words of the task behind stemmed terms, so that a person reads “ledger”, not its stem. */
function readable(terms: readonly string[], prompt: string): string[] {
  const original = new Map<string, string>();
  for (const [found] of prompt.matchAll(/[\p{L}\p{N}_.+#-]+/gu))
    for (const term of tokens(found)) if (!original.has(term)) original.set(term, found.replace(/[.]+$/, ''));
  return [...new Set(terms.map((term) => original.get(term) ?? term))];
}
