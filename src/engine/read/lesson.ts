import { teachesRouter } from '../feedback/strength.js';
import type { RunRecord } from '../store/runRecord.js';
import { picksOf } from '../store/routeFacts.js';
import { sureEnough } from '../write/attribution.js';
import type { Example } from './example.js';

/** What one run has taught, as far as is known today: a verdict may be overruled days later. */
export interface Lesson {
  readonly record: RunRecord;
  /** The skill that is known to be right for the task: it worked, or the person named it. Absent when nobody knows. */
  readonly label?: string;
  readonly example?: Example;
}

/** What a task worked with after a run of it. */
export interface Next {
  readonly skill: string;
  /** Whether that run had the same words, so that it has taught already what is right for them. */
  readonly taught: boolean;
}

/** Whether an outcome of a real run came in: what training waits for. */
export const isOutcome = ({ example }: Lesson): boolean => example?.outcome !== undefined;

/** Causes of a failure for which another skill would not have done better: the choice was not at fault. */
const notTheChoice: ReadonlySet<string> = new Set(['skill_defect', 'execution_lapse', 'environment', 'bad_task']);

/**
 * The lesson of one run. Only verdicts of the person, a check or tests count; an unknown outcome and mere signs teach nothing. Of a tainted run only
 * what a check or the person says is a signal (DESIGN.md 4), and not what a model concludes from it.
 * @param next with what the same task worked next, if it did
 */
export function lessonOf(record: RunRecord, next: Next | undefined): Lesson {
  const { run, route, decidedBy, tainted = false } = record;
  if (!route) return { record };
  const counts = tainted ? decidedBy === 'user' || decidedBy === 'check' : teachesRouter(decidedBy);
  const judged = counts ? run.outcome : 'unknown';
  const used = route.skill;
  const byPerson = route.by === 'person';
  const about = { query: run.task.prompt, at: run.startedAt };
  if (judged === 'failure') return failure(record, next, about);
  if (judged === 'success') {
    if (used === null) return byPerson ? refusal(record, about) : { record };
    const source = byPerson ? 'correction' : 'outcome';
    return { record, label: used, example: { ...about, positives: [used], negatives: [], source, outcome: 1 } };
  }
  // What the person chose says what they think fits, whether or not the outcome is known; a run they broke off says nothing.
  if (!byPerson || run.status !== 'done') return { record };
  if (used === null) return refusal(record, about);
  return { record, label: used, example: { ...about, positives: [used], negatives: [], source: 'correction' } };
}

type About = Pick<Example, 'query' | 'at'>;

function failure(record: RunRecord, next: Next | undefined, about: About): Lesson {
  const said = record.attribution;
  if (said?.by === 'user') return corrected(record, said, next, about);
  const used = record.route?.skill ?? null;
  const attribution = !record.tainted && said && said.confidence >= sureEnough ? said : undefined;
  const named = attribution?.cause === 'wrong_skill' ? (attribution.skill ?? undefined) : undefined;
  const right = next?.skill ?? named;
  // What has worked for this very task since was the right choice all along.
  const blamed = used !== null && next?.skill !== used && !(attribution && notTheChoice.has(attribution.cause));
  // One task is one positive example, however often it was tried before it worked.
  const positives = right !== undefined && right !== used && !next?.taught ? [right] : [];
  const label = next === undefined ? {} : { label: next.skill };
  if (!blamed && positives.length === 0) return { record, ...label };
  const negatives = blamed ? [used] : [];
  const source = next === undefined && attribution ? 'attribution' : 'outcome';
  const outcome = blamed ? { outcome: 0 as const } : {};
  return { record, ...label, example: { ...about, positives, negatives, source, ...outcome } };
}

/** The person has named the cause: a full label, also of a tainted run, and what they say goes before what has worked since. */
function corrected(
  record: RunRecord,
  { cause, skill }: NonNullable<RunRecord['attribution']>,
  next: Next | undefined,
  about: About,
): Lesson {
  const used = record.route?.skill ?? null;
  const right = cause === 'wrong_skill' ? (skill ?? undefined) : undefined;
  const label = right ?? next?.skill;
  const known = label === undefined ? {} : { label };
  const chosenWrongly = !notTheChoice.has(cause);
  // No skill fits, so the first of those that were passed over does not either.
  if (chosenWrongly && used === null && label === undefined) return refusal(record, about);
  const blamed = chosenWrongly && used !== null && used !== label;
  const isTaught = next?.taught === true && next.skill === label;
  const positives = label === undefined || label === used || isTaught ? [] : [label];
  if (!blamed && positives.length === 0) return { record, ...known };
  const outcome = blamed ? { negatives: [used], outcome: 0 as const } : { negatives: [] };
  return { record, ...known, example: { ...about, positives, ...outcome, source: 'correction' } };
}

/** The person wanted no skill: what the router would have chosen does not fit. */
function refusal(record: RunRecord, about: About): Lesson {
  const [first] = record.route?.picks === undefined ? [] : picksOf(record.route.picks).router;
  if (first === undefined) return { record };
  return { record, example: { ...about, positives: [], negatives: [first], source: 'correction' } };
}
