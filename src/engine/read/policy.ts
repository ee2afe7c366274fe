import { sha256 } from '../store/hash.js';
import { decidedAmong, type Ranked, type Ranking } from './ranking.js';
import type { Route } from './route.js';

/** Margin (nats) between the best two below which the second best may be tried (router.md 5.7). */
const smallMargin = 1;
/** Temperature of the draw among the best that fit. */
const temperature = 0.5;

/** The router's choice. */
export interface Decision {
  readonly chosen: string | null;
  readonly confidence: NonNullable<Route['confidence']>;
  /** Set when another than the best was drawn. */
  readonly explored?: true;
}

/**
 * Best skill, or none when nothing fits; where the margin is small, a draw among the best.
 * @param seed decides the draw (the id of the run); absent: the best is taken
 */
export function decide(ranking: Pick<Ranking, 'top' | 'confidence'>, seed: string | undefined): Decision {
  const { confidence } = ranking;
  const fitting = ranking.top(decidedAmong).filter(({ fits }) => fits);
  const [best] = fitting;
  if (confidence === 'none' || !best) return { chosen: null, confidence: 'none' };
  const drawn = seed === undefined ? best : draw(fitting, best, seed);
  return { chosen: drawn.id, confidence, ...(drawn === best ? {} : { explored: true }) };
}

/** By Boltzmann's distribution over the scores. As long as no example speaks for any of them the order of the words holds. */
function draw(fitting: readonly Ranked[], best: Ranked, seed: string): Ranked {
  const second = fitting[1];
  if (!second || best.score - second.score >= smallMargin || !fitting.some(({ trained }) => trained)) return best;
  const weights = fitting.map(({ score }) => Math.exp((score - best.score) / temperature));
  let rest = share(seed) * weights.reduce((sum, weight) => sum + weight, 0);
  return fitting.find((_, index) => (rest -= weights[index] ?? 0) < 0) ?? best;
}

/** A text as a number from 0 up to, not including, 1. */
const share = (seed: string): number => parseInt(sha256(seed).slice(0, 8), 16) / 2 ** 32;
