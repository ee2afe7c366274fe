import { text } from '../../src/engine/text.js';
import { mcnemar } from '../../src/bench/statistics/mcnemar.js';
import { pairedDifference, tally } from '../../src/bench/statistics/pairedDifference.js';
import { proportion } from '../../src/bench/statistics/proportion.js';
import { skillMap } from '../../src/bench/statistics/skillMap.js';
import type { BenchReport, Comparison, ConditionReport, CurveRound, DomainReport } from '../../src/protocol.js';
import { integer, pick, seeded, type Random } from '../../src/practice/random.js';
import { learnedSkills, taskPrompts } from './benchSkills.js';

const rounds = 4;
const seeds = ['1', '2', '3', '4', '5', '6', '7', '8'];
const [train, test, unseen] = [96, 120, 24];
const domains = ['ledger', 'telemetry', 'inventory', 'shifts', 'calendar', 'asset tags', 'naming', 'request log'];

/** How a condition goes: accuracy before and after each round in per cent, at the end on unseen kinds, skills, edits, tokens in thousands. */
interface Plan {
  readonly name: string;
  readonly curve: readonly number[];
  readonly unseen: number;
  readonly skills: number;
  readonly edits: readonly [accepted: number, rejected: number, hurt: number];
  readonly cost: readonly [act: number, attribute: number, write: number, gate: number];
}

/** The ends of the curves are those that were measured with the practice model (learning.md 4). */
const plans: readonly Plan[] = [
  { name: 'none', curve: [23, 23, 23, 23, 23], unseen: 15, skills: 0, edits: [0, 0, 0], cost: [475, 0, 0, 0] },
  { name: 'seed', curve: [19, 19, 19, 19, 19], unseen: 15, skills: 5, edits: [0, 0, 0], cost: [518, 0, 0, 0] },
  { name: 'oracle', curve: [97, 97, 97, 97, 97], unseen: 95, skills: 8, edits: [0, 0, 0], cost: [573, 0, 0, 0] },
  { name: 'naive', curve: [19, 73, 76, 78, 76], unseen: 65, skills: 7, edits: [90, 0, 0.36], cost: [640, 0, 28, 0] },
  {
    name: 'append-only',
    curve: [19, 65, 57, 53, 51],
    unseen: 45,
    skills: 7,
    edits: [153, 0, 0.44],
    cost: [770, 0, 38, 0],
  },
  {
    name: 'create-only',
    curve: [19, 66, 63, 63, 62],
    unseen: 40,
    skills: 93,
    edits: [88, 0, 0.31],
    cost: [540, 0, 29, 0],
  },
  {
    name: 'attribution-only',
    curve: [19, 78, 83, 84, 85],
    unseen: 73,
    skills: 11,
    edits: [54, 0, 0.27],
    cost: [612, 22, 24, 0],
  },
  {
    name: 'gate-only',
    curve: [19, 79, 79, 85, 87],
    unseen: 77,
    skills: 10,
    edits: [20, 63, 0.18],
    cost: [660, 0, 60, 960],
  },
  {
    name: 'full',
    curve: [19, 87, 90, 90, 91],
    unseen: 83,
    skills: 17,
    edits: [19, 42, 0.14],
    cost: [590, 18, 40, 410],
  },
  {
    name: 'full-no-holdout',
    curve: [19, 90, 92, 92, 92],
    unseen: 84,
    skills: 17,
    edits: [17, 31, 0.15],
    cost: [580, 17, 34, 306],
  },
  {
    name: 'full-no-lint',
    curve: [19, 85, 91, 90, 91],
    unseen: 82,
    skills: 17,
    edits: [20, 51, 0.16],
    cost: [600, 19, 45, 500],
  },
  {
    name: 'full-top-3',
    curve: [20, 78, 84, 85, 87],
    unseen: 85,
    skills: 18,
    edits: [19, 44, 0.2],
    cost: [1340, 21, 48, 610],
  },
];

/** A report as of a whole evaluation: twelve conditions, four rounds, eight seeds; the same at every call. */
export function benchReport(change: Partial<BenchReport> = {}): BenchReport {
  const random = seeded('bench report');
  const conditions = plans.map((plan) => condition(plan, random));
  return {
    name: 'eight houses',
    startedAt: Date.UTC(2026, 5, 14, 9, 30),
    simulated: true,
    model: 'practice model',
    tasks: 'house conventions, 8 domains',
    counts: { train, test, unseen },
    seeds,
    rounds,
    complete: true,
    judged: false,
    conditions,
    comparisons: [...compared(conditions, 'naive'), ...compared(conditions, 'full')],
    warnings: [
      text('{0}: training got better and the test did not; it may memorise its tasks.', 'append-only'),
      text('{0}: every change was turned down; the feedback may say too little to learn from.', 'create-only'),
    ],
    ...change,
  };
}

/** The first benchmark a person runs: one seed, two conditions, two rounds, a real model that also judged, stopped half-way. */
export function smallReport(): BenchReport {
  const random = seeded('small report');
  const few = plans.filter(({ name }) => name === 'none' || name === 'full');
  return benchReport({
    name: 'my tasks',
    simulated: false,
    model: 'qwen3-32b',
    seeds: ['1'],
    rounds: 2,
    complete: false,
    judged: true,
    counts: { train: 12, test: 15, unseen: 3 },
    conditions: few.map((plan) => {
      const { curve, domains: all, map, ...rest } = condition(plan, random);
      return {
        ...rest,
        firstToLast: plan.skills === 0 ? { gained: 0, lost: 0, p: 1 } : { gained: 10, lost: 0, p: mcnemar(10, 0) },
        domains: all.slice(0, 2),
        map: map.slice(0, 3),
        curve: curve.slice(0, 3).map((round) => ({
          ...round,
          test: proportion(Math.round(round.test.mean * 15), 15),
          unseen: proportion(Math.round(round.unseen.mean * 3), 3),
          bySeed: [round.test.mean],
        })),
      };
    }),
    comparisons: [],
    warnings: [],
  });
}

/** A report of a world that changes its conventions and tells known words from new ones; half of the test is in either, and new ones pass less often. */
export function wideReport(): BenchReport {
  const report = benchReport({ name: 'Wide world', tasks: 'wide', drift: 3 });
  return {
    ...report,
    conditions: report.conditions.map((one) => ({
      ...one,
      curve: one.curve.map((round) => {
        const n = round.test.n / 2;
        const [known, novel] = [1.02, 0.8].map((part) => Math.min(n, Math.round(n * round.test.mean * part)));
        return { ...round, wording: { known: proportion(known ?? 0, n), novel: proportion(novel ?? 0, n) } };
      }),
    })),
  };
}

function condition(plan: Plan, random: Random): ConditionReport {
  const learnt = learnedSkills.slice(0, Math.min(plan.skills, learnedSkills.length));
  const map = skillMap(
    learnt.map(({ name, description }) => ({ name, text: description })),
    1,
  );
  const curve = Array.from({ length: rounds + 1 }, (_, round) => curveRound(plan, round, random));
  const [accepted, rejected, hurt] = plan.edits;
  const gained = Math.round(((plan.curve.at(-1)! - plan.curve[0]!) / 100) * test * seeds.length);
  const lost = gained > 0 ? integer(random, 4, 20) : 0;
  const [act, attribute, write, gate] = plan.cost.map((thousands) => Math.round((thousands + random()) * 1000));
  return {
    name: plan.name,
    curve,
    domains: domains.map((domain, index) => domainReport(plan, domain, index, random)),
    edits: {
      proposed: accepted + rejected,
      accepted,
      rejected,
      reasons:
        rejected === 0
          ? []
          : [
              { reason: 'fixes no failure', count: Math.round(rejected * 0.6) },
              { reason: 'breaks past successes', count: Math.round(rejected * 0.3) },
              { reason: 'holds an expected answer', count: Math.round(rejected * 0.1) },
            ],
      rolledBack: accepted > 0 ? 0.4 : 0,
      archived: accepted > 0 ? 1.5 : 0,
      ...(accepted > 0 && { harmful: accepted * hurt, helpful: accepted * Math.max(0.4, 0.87 - hurt) }),
    },
    cost: {
      tokens: { act: act!, attribute: attribute!, write: write!, gate: gate!, test: 596_000 },
      requests: Math.round((act! + attribute! + write! + gate!) / 1150),
      ms: Math.round((act! + gate!) * 1.7),
    },
    firstToLast: { gained: gained + lost, lost, p: mcnemar(gained + lost, lost) },
    map: map.points.map((point, index) => {
      const uses = index % 5 === 3 ? integer(random, 0, 4) : integer(random, 6, 60);
      return { ...point, uses, passed: Math.round(uses * (0.7 + 0.3 * random())) };
    }),
    clusters: map.clusters,
  };
}

function curveRound(plan: Plan, round: number, random: Random): CurveRound {
  const wanted = plan.curve[round]! / 100;
  const bySeed = seeds.map(() => {
    const passed = Math.round((wanted + (random() - 0.5) * 0.12) * test);
    return Math.max(0, Math.min(test, passed)) / test;
  });
  const passed = bySeed.reduce((sum, share) => sum + Math.round(share * test), 0);
  const reached = round === 0 ? 0.15 : 0.15 + (plan.unseen / 100 - 0.15) * Math.min(1, 0.6 + 0.15 * round);
  const unseenTasks = unseen * seeds.length;
  return {
    round,
    test: proportion(passed, test * seeds.length),
    unseen: proportion(Math.round(reached * unseenTasks), unseenTasks),
    ...(round > 0 && { train: proportion(Math.round((wanted + 0.03) * train * 8 * 0.96), train * 8) }),
    bySeed,
    library: round === 0 ? Math.min(5, plan.skills) : librarySize(plan, round),
    tokens: Math.round((plan.cost.reduce((sum, part) => sum + part, 0) * 1000 * round) / rounds),
    detail: detail(plan, round, random),
  };
}

function librarySize({ skills }: Plan, round: number): number {
  const begun = Math.min(5, skills);
  return Math.round((begun + (skills - begun) * [0, 0.65, 0.9, 0.98, 1][round]!) * 8) / 8;
}

function detail(plan: Plan, round: number, random: Random): CurveRound['detail'] {
  const size = Math.min(
    learnedSkills.length,
    Math.round(round === 0 ? Math.min(5, plan.skills) : librarySize(plan, round)),
  );
  const skills = learnedSkills
    .slice(0, size)
    .map(({ name, description }) => ({ name, version: 1 + integer(random, 0, round), description }));
  const failed = Math.round((1 - plan.curve[round]! / 100) * test);
  return {
    skills,
    failures: Array.from({ length: failed }, (_, index) => {
      const domain = pick(random, domains);
      return {
        id: `${domain.replace(' ', '-')}-${String(index + 1).padStart(3, '0')}`,
        domain,
        skill: skills.length > 0 && random() < 0.8 ? pick(random, skills).name : null,
        prompt: pick(random, taskPrompts),
      };
    }),
  };
}

function domainReport({ curve, skills }: Plan, domain: string, index: number, random: Random): DomainReport {
  const tasks = (test / domains.length) * seeds.length;
  const [first, last] = [curve[0]! / 100, curve.at(-1)! / 100];
  const bend = (index - 3.5) * 0.015;
  const passed = Math.round(Math.min(1, Math.max(0, last - bend)) * tasks);
  const none = skills === 0 ? passed : integer(random, 0, 5);
  const other = skills > 8 ? integer(random, 2, 12) : 0;
  const seed = skills > 0 ? integer(random, 1, 10) : 0;
  return {
    domain,
    first: proportion(Math.round(Math.min(1, Math.max(0, first + bend)) * tasks), tasks),
    last: proportion(passed, tasks),
    passedWith: { own: Math.max(0, passed - none - other - seed), other, seed: Math.min(seed, passed), none },
  };
}

function compared(conditions: readonly ConditionReport[], against: string): Comparison[] {
  const other = conditions.find(({ name }) => name === against)!;
  const shares = ({ curve }: ConditionReport): readonly number[] => curve.at(-1)!.bySeed;
  const tokens = ({ curve }: ConditionReport): number => curve.at(-1)!.tokens;
  return conditions
    .filter((one) => one !== other)
    .map((one) => ({
      condition: one.name,
      against,
      difference: pairedDifference(shares(one), shares(other)),
      ...tally(shares(one), shares(other)),
      tokens: tokens(one) / tokens(other),
    }));
}
