import type { Candidate, Route, ScorePart } from '../src/protocol.js';

/** Parts of a score in the order they are shown; the last only where embeddings are configured. */
const learnedParts = ['text', 'memory', 'learned', 'usage', 'vectors'] as const satisfies readonly ScorePart['id'][];
const earlierParts = ['name', 'description', 'body'] as const satisfies readonly ScorePart['id'][];

/** Whether a route was logged before the router learned: shares of a match and no probability. */
export const isEarlier = ({ candidates }: Route): boolean =>
  candidates.every(
    ({ probability, parts }) =>
      probability === undefined && parts.every(({ id }) => earlierParts.some((one) => one === id)),
  );

/** The parts a route has columns for. */
export function partsOf(route: Route): readonly ScorePart['id'][] {
  if (isEarlier(route)) return earlierParts;
  const has = (id: ScorePart['id']): boolean =>
    route.candidates.some(({ parts }) => parts.some((part) => part.id === id));
  return learnedParts.filter((id) => id !== 'vectors' || has(id));
}

export const valueOf = ({ parts }: Candidate, id: ScorePart['id']): number =>
  parts.find((part) => part.id === id)?.value ?? 0;

/** Where bars of one scale lie: shares of the width of a column, 0 to 1. */
export interface Bars {
  /** Where zero is in the column of a part: at the left, unless the part is negative somewhere. */
  readonly zero: (id: ScorePart['id']) => number;
  /** Left end and width of the bar for a value in that column. */
  readonly bar: (id: ScorePart['id'], value: number) => { readonly left: number; readonly width: number };
}

/** One scale for all parts of all candidates, so that bars can be compared along a row as well as down a column. */
export function barsOf(route: Route): Bars {
  const ids = partsOf(route);
  const values = (id: ScorePart['id']): readonly number[] => route.candidates.map((one) => valueOf(one, id));
  const all = ids.flatMap(values);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const span = high - low || 1;
  const zeros = new Map(ids.map((id) => [id, values(id).some((value) => value < 0) ? -low / span : 0]));
  const zero = (id: ScorePart['id']): number => zeros.get(id) ?? 0;
  return {
    zero,
    bar: (id, value) => {
      const width = Math.abs(value) / span;
      return { left: value < 0 ? Math.max(0, zero(id) - width) : zero(id), width };
    },
  };
}

/**
 * The skill that is tried after a failure: the best one the run was not tried with.
 * @returns `null` when there is none, or the run was itself the second try
 */
export function nextSkill(route: Route, tried: readonly (string | null)[]): Candidate | null {
  if (route.by === 'retry') return null;
  return route.candidates.find(({ skill }) => skill !== null && !tried.includes(skill)) ?? null;
}
