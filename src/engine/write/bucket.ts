import { Tokenizer } from '../read/tokens.js';
import type { RunRecord } from '../store/runRecord.js';
import type { Skill } from '../skills/skill.js';
import { jaccard } from './alike.js';
import { type Plan, planFor } from './plan.js';
import type { LearningSettings } from './settings.js';
import type { Tried } from './tried.js';

/** Runs that one change is made from, oldest first: failures that it is to mend, unless another thing is said. */
export interface Bucket {
  readonly operation: 'rewrite' | 'create' | 'route_fix' | 'merge';
  /** Name of the skill to change; `null` for a new one. */
  readonly skill: string | null;
  readonly runs: readonly RunRecord[];
  /** They are successes without a skill, which a new one is to make sure of. */
  readonly successes?: boolean;
  /** Of a merge: the skill that goes. The runs are successes of both, those of the one that stays first. */
  readonly other?: string;
}

/** What decides about buckets besides the runs. */
export interface BucketRules {
  readonly library: readonly Skill[];
  readonly locked: ReadonlySet<string>;
  /** Failures that teach nothing more ({@link Evidence.closed}). */
  readonly closed: ReadonlySet<string>;
  /** Failures that were written from and are not mended ({@link Evidence.tried}). */
  readonly tried: ReadonlyMap<string, Tried>;
  /** Version of a skill as it is now. */
  readonly versionOf: (skill: string) => number;
  /** Whether a run is recent enough to count (learning.md 2, window). */
  readonly recent: (run: RunRecord) => boolean;
  readonly settings: Pick<LearningSettings, 'alike' | 'fromOneExample' | 'ripe' | 'routeMisses' | 'windowRuns'>;
}

/**
 * Sorts the failures that wait into buckets (learning.md 2, step 2): by the skill to change, or, where a skill is missing, by requests that are
 * alike. Derived each time, so that an overruled verdict or a corrected cause moves a failure at once.
 * @param records oldest first
 */
export function bucketsOf(records: readonly RunRecord[], rules: BucketRules): Bucket[] {
  const buckets: Bucket[] = [];
  const tokenizer = new Tokenizer();
  const words = new Map<Bucket, ReadonlySet<string>>();
  for (const record of records) {
    const { run, attribution } = record;
    if (run.outcome !== 'failure' || !attribution || rules.closed.has(run.id) || !rules.recent(record)) continue;
    // One task is one example, however often it was tried, unless the person has named the cause of the second try.
    if (run.retryOf !== undefined && attribution.by !== 'user') continue;
    const plan = planFor(attribution, rules.library, rules.locked);
    if (plan.operation === 'nothing') continue;
    const tried = rules.tried.get(run.id);
    if (tried && !stillFails(plan, tried.version, rules)) continue;
    const wanted = new Set(tokenizer.terms(run.task.prompt));
    const at = buckets.findIndex((bucket) => belongs(bucket, plan, wanted, words.get(bucket), rules.settings.alike));
    const found = buckets[at];
    const bucket: Bucket = {
      operation: plan.operation,
      skill: plan.operation === 'create' ? null : plan.skill.name,
      runs: [...(found?.runs ?? []), record].slice(-rules.settings.windowRuns),
    };
    words.set(bucket, (found && words.get(found)) ?? wanted);
    if (found) buckets[at] = bucket;
    else buckets.push(bucket);
  }
  return buckets;
}

/** A failure that was written from says something about the version it failed with, and about no later one. */
const stillFails = (plan: Plan, version: number | null, { versionOf }: BucketRules): boolean =>
  plan.operation === 'create' ? true : plan.operation === 'rewrite' && versionOf(plan.skill.name) === version;

function belongs(
  bucket: Bucket,
  plan: Exclude<Plan, { operation: 'nothing' }>,
  wanted: ReadonlySet<string>,
  first: ReadonlySet<string> | undefined,
  alike: number,
): boolean {
  if (bucket.operation !== plan.operation) return false;
  if (plan.operation !== 'create') return bucket.skill === plan.skill.name;
  return first !== undefined && jaccard(first, wanted) >= alike;
}

/**
 * Successes without a skill whose requests are like that of the latest run (issue 5: seen twice, they may become a skill): judged by the person or
 * a check, and not written from before.
 * @param records oldest first
 * @returns undefined when the latest run is none, or alone
 */
export function successesLike(run: string, records: readonly RunRecord[], rules: BucketRules): Bucket | undefined {
  const tokenizer = new Tokenizer();
  const wordsOf = (record: RunRecord): ReadonlySet<string> => new Set(tokenizer.terms(record.run.task.prompt));
  const found = records.filter(
    (record) =>
      record.run.outcome === 'success' &&
      record.run.skill === null &&
      (record.decidedBy === 'check' || record.decidedBy === 'user') &&
      !rules.closed.has(record.run.id) &&
      !rules.tried.has(record.run.id) &&
      rules.recent(record),
  );
  const latest = found.find((record) => record.run.id === run);
  if (!latest) return undefined;
  const wanted = wordsOf(latest);
  const alike = found.filter((record) => jaccard(wordsOf(record), wanted) >= rules.settings.alike);
  const byTask = new Map(alike.map((record) => [record.run.task.prompt, record]));
  const runs = [...byTask.values()].slice(-rules.settings.windowRuns);
  return runs.length < rules.settings.ripe ? undefined : { operation: 'create', skill: null, runs, successes: true };
}

/** How many new failures a bucket has, and how many it needs before something is written from it. */
export interface Ripeness {
  readonly have: number;
  readonly needed: number;
}

/**
 * Whether there are enough failures to write from (DESIGN.md 4: one that a check or the person decided is enough in the editor). Beside failures that
 * were written from in vain as many new ones are needed as that has happened times: what no change mends may be judged wrongly, and would else be paid for
 * with every further failure. A cause that the person has named does not wait for others.
 */
export function ripenessOf(
  { operation, runs }: Bucket,
  { settings, tried }: Pick<BucketRules, 'settings' | 'tried'>,
): Ripeness {
  const fresh = runs.filter(({ run }) => !tried.has(run.id));
  const have = fresh.length;
  if (operation === 'route_fix') return { have, needed: settings.routeMisses };
  const times = Math.max(0, ...runs.map(({ run }) => tried.get(run.id)?.times ?? 0));
  if (times > 0) return { have, needed: fresh.some(({ attribution }) => attribution?.by === 'user') ? 1 : times };
  const sure = runs.some(({ decidedBy }) => decidedBy === 'check' || decidedBy === 'user');
  return { have, needed: settings.fromOneExample && sure ? 1 : settings.ripe };
}
