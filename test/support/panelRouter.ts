import { text } from '../../src/engine/text.js';
import type { CurvePoint, GenerationInfo, LearnedSkill, RouterReport, Share } from '../../src/protocol.js';

/** A share with its 95 % Wilson interval. */
export function share(value: number, count: number): Share {
  const z = 1.96;
  const middle = (value + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half = (z / (1 + (z * z) / count)) * Math.sqrt((value * (1 - value)) / count + (z * z) / (4 * count * count));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), count };
}

const router = [0.52, 0.55, 0.58, 0.63, 0.66, 0.68, 0.67, 0.71, 0.74, 0.75, 0.77, 0.78];
const bm25 = [0.52, 0.54, 0.53, 0.55, 0.54, 0.52, 0.53, 0.55, 0.54, 0.53, 0.55, 0.54];
const usage = [0.52, 0.55, 0.56, 0.58, 0.6, 0.59, 0.6, 0.61, 0.62, 0.61, 0.62, 0.61];

const curve: readonly CurvePoint[] = router.map((value, index) => {
  const tasks = (index + 1) * 20;
  const count = Math.min(tasks, 80);
  return {
    tasks,
    recall: { router: share(value, count), bm25: share(bm25[index]!, count), usage: share(usage[index]!, count) },
  };
});

const learned = (
  skill: string,
  [worked, failed, corrections, synthetic]: readonly [number, number, number, number],
  recall: readonly [number, number] | null,
  more: readonly string[],
  less: readonly string[] = [],
): LearnedSkill => ({
  skill,
  worked,
  failed,
  corrections,
  synthetic,
  recall: recall && { router: recall[0], bm25: recall[1] },
  more,
  less,
});

const skills: readonly LearnedSkill[] = [
  learned('ledger-conventions', [61, 9, 4, 5], [0.88, 0.62], ['totals', 'month', 'booked', 'refund'], ['clean']),
  learned('log-triage', [44, 6, 2, 5], [0.83, 0.57], ['why', 'crash', 'deploy']),
  learned('sql-report', [38, 11, 1, 5], [0.79, 0.6], ['join', 'customer'], ['csv']),
  learned('csv-cleanup', [22, 5, 3, 5], [0.71, 0.55], ['header', 'encoding', 'semicolon']),
  learned('shift-roster', [17, 4, 0, 5], [0.64, 0.41], ['swap', 'night']),
  learned('invoice-naming', [0, 0, 0, 0], null, []),
];

const hour = 3_600_000;

/** Generations as after some weeks, newest first. */
export function generations(now: number, simulated = false): readonly GenerationInfo[] {
  const one = (
    number: number,
    hours: number,
    heldOut: number | null,
    state: GenerationInfo['state'],
    result: GenerationInfo['result'],
    usable = true,
  ): GenerationInfo => ({
    number,
    at: now - hours * hour,
    trainMs: 600 + number * 60,
    examples: 48 + number * 20,
    skills: 17,
    heldOut,
    state,
    result,
    usable,
    simulated,
  });
  return [
    one(9, 0.4, 0.78, 'in-use', text('It puts {0} more of 100 held-out tasks right than generation {1}.', 3, 8)),
    one(8, 26, 0.75, 'replaced', text('Replaced by generation {0}.', 9)),
    one(7, 75, 0.69, 'refused', text('It puts {0} of 100 tasks of skills without examples less right.', 4)),
    one(6, 80, 0.71, 'replaced', text('Replaced by generation {0}.', 8)),
    one(5, 160, 0.7, 'reverted', text('You went back to generation {0}.', 4)),
    one(4, 200, null, 'replaced', text('Replaced by generation {0}.', 6), false),
  ];
}

/** What the router has learned after some weeks of work. */
export const fullReport = (now: number, simulated = false): RouterReport => ({
  graded: 240,
  simulated,
  recallAt1: { router: share(0.78, 240), bm25: share(0.54, 240), usage: share(0.61, 240) },
  recallAt5: { router: share(0.95, 240), bm25: share(0.81, 240), usage: share(0.84, 240) },
  curve,
  generationTicks: [
    { tasks: 60, generation: 4 },
    { tasks: 120, generation: 6 },
    { tasks: 180, generation: 8 },
    { tasks: 228, generation: 9 },
  ],
  calibration: [
    { predicted: 0.12, observed: share(0.1, 20) },
    { predicted: 0.34, observed: share(0.38, 21) },
    { predicted: 0.55, observed: share(0.52, 48) },
    { predicted: 0.74, observed: share(0.76, 70) },
    { predicted: 0.91, observed: share(0.84, 63) },
  ],
  calibrationError: 0.038,
  learned: skills,
  generations: generations(now, simulated),
  outcomesSince: 12,
  trainAfter: 20,
  training: null,
});

/** Before the first graded task. */
export const emptyReport: RouterReport = {
  graded: 0,
  simulated: false,
  recallAt1: null,
  recallAt5: null,
  curve: [],
  generationTicks: [],
  calibration: [],
  calibrationError: null,
  learned: skills.map(({ skill }) => learned(skill, [0, 0, 0, 0], null, [])),
  generations: [],
  outcomesSince: 0,
  trainAfter: 20,
  training: null,
};

/** After the first few tasks: one point of the curve, one generation, nothing to calibrate. */
export const earlyReport = (now: number): RouterReport => ({
  ...emptyReport,
  graded: 6,
  simulated: true,
  recallAt1: { router: share(0.5, 6), bm25: share(0.5, 6), usage: share(0.667, 6) },
  recallAt5: { router: share(1, 6), bm25: share(0.833, 6), usage: share(0.833, 6) },
  curve: [{ tasks: 6, recall: { router: share(0.5, 6), bm25: share(0.5, 6), usage: share(0.667, 6) } }],
  generationTicks: [{ tasks: 4, generation: 1 }],
  learned: [
    learned('ledger-conventions', [4, 1, 1, 0], [0.6, 0.4], ['totals', 'month']),
    learned('csv-cleanup', [1, 0, 0, 0], [0, 1], []),
    ...skills
      .slice(1)
      .filter(({ skill }) => skill !== 'csv-cleanup')
      .map(({ skill }) => learned(skill, [0, 0, 0, 0], null, [])),
  ],
  generations: [
    {
      number: 1,
      at: now - 90_000,
      trainMs: 210,
      examples: 4,
      skills: 6,
      heldOut: null,
      state: 'in-use',
      result: text('The first one; there were too few examples to hold any out.'),
      usable: true,
      simulated: true,
    },
  ],
  outcomesSince: 1,
});

/** Hundreds of skills, some with very long names, and every other figure as large as it gets. */
export const largeReport = (now: number): RouterReport => ({
  ...fullReport(now),
  graded: 12_480,
  curve: Array.from({ length: 600 }, (_, index): CurvePoint => {
    const wave = Math.sin(index / 30) * 0.03;
    const value = 0.9 - 0.4 / (1 + index / 40);
    return {
      tasks: 80 + index * 20,
      recall: { router: share(value, 80), bm25: share(0.5 + wave, 80), usage: share(0.52 + wave, 80) },
    };
  }),
  generationTicks: Array.from({ length: 60 }, (_, index) => ({ tasks: index * 208, generation: index + 1 })),
  learned: Array.from({ length: 312 }, (_, index) => {
    const name = index % 7 === 3 ? 'reconcile-the-quarterly-supplier-statements-with-purchase-orders' : 'skill';
    return index < 240
      ? learned(
          `${name}-${index + 1}`,
          [1240 - index * 5, 311 - index, index % 9, 5],
          [0.9 - index / 400, 0.5],
          ['statement', 'reconciliation', 'supplier', 'quarterly', 'purchase', 'order'],
        )
      : learned(`${name}-${index + 1}`, [0, 0, 0, 0], null, []);
  }),
});

/** While it is trained. */
export const trainingReport = (now: number): RouterReport => ({
  ...fullReport(now),
  training: { done: 12, of: 20, what: text('Learning from {0} examples', 248) },
});
