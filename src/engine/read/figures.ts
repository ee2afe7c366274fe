import { teachesRouter } from '../feedback/strength.js';
import { Pace } from '../store/pace.js';
import { picksOf } from '../store/routeFacts.js';
import { calibrate, type Expected } from './calibrationBins.js';
import type { Lesson } from './lesson.js';
import type { Compared, CurvePoint, RouterReport, Share } from './report.js';
import { wilson } from './wilson.js';

/** Graded tasks that a point of the curve looks back on. */
const window = 50;
/** Points of the curve, however many tasks there are. */
const mostPoints = 60;

/** A task whose right skill is known, with what each way of choosing said before it was known. */
interface Graded {
  readonly at: number;
  readonly label: string;
  readonly simulated: boolean;
  readonly first: Compared<boolean>;
  readonly five: Compared<boolean>;
}

/** How right the router was, from the log alone. */
export interface Figures extends Pick<
  RouterReport,
  'graded' | 'simulated' | 'recallAt1' | 'recallAt5' | 'curve' | 'calibration' | 'calibrationError'
> {
  /** Times of the graded tasks, in the order of the curve. */
  readonly times: readonly number[];
  /** Right first picks by the skill that was right. */
  readonly bySkill: ReadonlyMap<string, { readonly tasks: number; readonly router: number; readonly bm25: number }>;
}

/**
 * Prequential: each task's route was logged before its outcome was known, so no task is judged by what it has taught itself. Only tasks whose
 * right skill became known count, which is more often so where the first pick worked: all three ways are judged on the same tasks.
 * Very many are gone through in slices.
 */
export async function figuresOf(lessons: readonly Lesson[]): Promise<Figures> {
  const graded: Graded[] = [];
  const expected: Expected[] = [];
  const bySkill = new Map<string, { tasks: number; router: number; bm25: number }>();
  const pace = new Pace();
  for (const lesson of lessons) {
    const one = gradedOf(lesson);
    if (one) {
      graded.push(one);
      const { tasks, router, bm25 } = bySkill.get(one.label) ?? { tasks: 0, router: 0, bm25: 0 };
      const more = { tasks: tasks + 1, router: router + Number(one.first.router), bm25: bm25 + Number(one.first.bm25) };
      bySkill.set(one.label, more);
    }
    const judged = expectedOf(lesson);
    if (judged) expected.push(judged);
    if (pace.due) await pace.rest();
  }
  return {
    graded: graded.length,
    simulated: graded.some(({ simulated }) => simulated),
    recallAt1: graded.length ? recall(graded.map(({ first }) => first)) : null,
    recallAt5: graded.length ? recall(graded.map(({ five }) => five)) : null,
    curve: curveOf(graded),
    ...calibrate(expected),
    times: graded.map(({ at }) => at),
    bySkill,
  };
}

/** A retry is the same task once more. */
function gradedOf({ record: { run, route }, label }: Lesson): Graded | undefined {
  if (label === undefined || route?.picks === undefined || route.by === 'retry') return undefined;
  const picks = picksOf(route.picks);
  const compared = (hit: (picked: readonly string[]) => boolean): Compared<boolean> => ({
    router: hit(picks.router),
    bm25: hit(picks.bm25),
    usage: hit(picks.usage),
  });
  return {
    at: run.startedAt,
    label,
    simulated: run.simulated,
    first: compared(([first]) => first === label),
    five: compared((five) => five.includes(label)),
  };
}

function expectedOf({ record: { run, route, decidedBy } }: Lesson): Expected | undefined {
  const isJudged = teachesRouter(decidedBy) && run.outcome !== 'unknown';
  if (!isJudged || route?.probability === undefined) return undefined;
  return { probability: route.probability, worked: run.outcome === 'success' };
}

const recall = (hits: readonly Compared<boolean>[]): Compared<Share> => ({
  router: shareOf(hits, 'router'),
  bm25: shareOf(hits, 'bm25'),
  usage: shareOf(hits, 'usage'),
});

const shareOf = (hits: readonly Compared<boolean>[], of: keyof Compared<boolean>): Share =>
  wilson(
    hits.reduce((sum, hit) => sum + Number(hit[of]), 0),
    hits.length,
  );

function curveOf(graded: readonly Graded[]): CurvePoint[] {
  const step = Math.max(1, Math.ceil(graded.length / mostPoints));
  const points: CurvePoint[] = [];
  // Counted from the end, so that the last point is today's.
  for (let tasks = graded.length; tasks > 0; tasks -= step) {
    const seen = graded.slice(Math.max(0, tasks - window), tasks);
    points.push({ tasks, recall: recall(seen.map(({ first }) => first)) });
  }
  return points.reverse();
}
