import type { Route } from '../read/route.js';

/** What is kept in memory of a run's route: one for each of very many runs. */
export interface RouteFacts {
  readonly skill: string | null;
  readonly version: number | null;
  readonly by: Route['by'];
  /** What the router expected of the skill that was used, 0 to 1; absent in older runs and where none was used. */
  readonly probability?: number;
  /** How far the probability of the less likely of the router's first two lies below the other's, as a share of it; absent where there are not two. */
  readonly behind?: number;
  /** The skill that was withheld; see {@link Route.masked}. */
  readonly masked?: string;
  /** First five of the router, of BM25F and of BM25F with the usage bonus; see {@link picksOf}. Absent in older runs. */
  readonly picks?: string;
}

/** The first five skills of the three ways of choosing that are compared. */
export interface Picks {
  readonly router: readonly string[];
  readonly bm25: readonly string[];
  readonly usage: readonly string[];
}

const first = 5;
/** Names of skills are names of folders: none holds a slash, and none is empty. */
const [between, apart] = ['/', '//'];

export function routeFacts({ chosen, version, by, candidates, rivals, masked }: Route): RouteFacts {
  const probability = chosen === null ? undefined : candidates.find(({ skill }) => skill === chosen)?.probability;
  const behind = margin(candidates.filter(({ skill }) => skill !== null));
  const ranked = candidates.flatMap(({ skill }) => (skill === null ? [] : [skill]));
  const picks = rivals && [ranked, rivals.bm25, rivals.usage].map((one) => one.slice(0, first).join(between));
  return {
    skill: chosen,
    version,
    by,
    ...(probability === undefined ? {} : { probability }),
    ...(behind === undefined ? {} : { behind }),
    ...(masked === undefined ? {} : { masked }),
    ...(picks ? { picks: picks.join(apart) } : {}),
  };
}

function margin([first, second]: Route['candidates']): number | undefined {
  const [one, other] = [first?.probability, second?.probability];
  if (one === undefined || other === undefined) return undefined;
  const most = Math.max(one, other);
  return most > 0 ? 1 - Math.min(one, other) / most : undefined;
}

/** Unpacks what {@link routeFacts} has packed into one string, which takes a tenth of the memory of three lists. */
export function picksOf(picks: string): Picks {
  const [router = [], bm25 = [], usage = []] = picks
    .split(apart)
    .map((names) => (names === '' ? [] : names.split(between)));
  return { router, bm25, usage };
}
