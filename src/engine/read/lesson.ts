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
  /**
   * What it teaches instead where the skill it failed with is never changed: a defect that is going to be mended is no reason to choose another
   * skill, one that stays is.
   */
  readonly unmended?: Example;
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
 * Whether the outcome of a run is a signal: only what the person, a check or tests have decided, and of a tainted run only what the person or a check has
 * (DESIGN.md 4).
 */
export const isLabelled = ({ decidedBy, tainted }: RunRecord): boolean =>
  tainted ? decidedBy === 'user' || decidedBy === 'check' : teachesRouter(decidedBy);

/**
 * The lesson of one run. Only verdicts of the person, a check or tests count; an unknown outcome and mere signs teach nothing. Of a tainted run only
 * what a check or the person says is a signal (DESIGN.md 4), and not what a model concludes from it.
 * @param next with what the same task worked next, if it did
 */
export function lessonOf(record: RunRecord, next: Next | undefined): Lesson {
  const { run, route } = record;
  if (!route) return { record };
  const judged = isLabelled(record) ? run.outcome : 'unknown';
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
  // One task is one positive example, however often it was tried before it worked.
  const positives = right !== undefined && right !== used && !next?.taught ? [right] : [];
  const source = next === undefined && attribution ? 'attribution' : 'outcome';
  const unblamed = { ...about, positives, negatives: [], source } as const;
  // What has worked for this very task since was the right choice all along.
  const mayBlame = used !== null && next?.skill !== used;
  const blamed = mayBlame && { ...unblamed, negatives: [used], outcome: 0 as const };
  const label = next === undefined ? {} : { label: next.skill };
  if (blamed && !(attribution && notTheChoice.has(attribution.cause))) return { record, ...label, example: blamed };
  return {
    ...{ record, ...label },
    ...(positives.length > 0 ? { example: unblamed } : {}),
    ...(blamed && attribution?.cause === 'skill_defect' ? { unmended: blamed } : {}),
  };
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
  const isTaught = next?.taught === true && next.skill === label;
  const positives = label === undefined || label === used || isTaught ? [] : [label];
  const unblamed = { ...about, positives, negatives: [], source: 'correction' } as const;
  const blamed = used !== null && used !== label && { ...unblamed, negatives: [used], outcome: 0 as const };
  if (blamed && chosenWrongly) return { record, ...known, example: blamed };
  return {
    ...{ record, ...known },
    ...(positives.length > 0 ? { example: unblamed } : {}),
    ...(blamed && cause === 'skill_defect' ? { unmended: blamed } : {}),
  };
}

/** The person wanted no skill: what the router would have chosen does not fit. */
function refusal(record: RunRecord, about: About): Lesson {
  const [first] = record.route?.picks === undefined ? [] : picksOf(record.route.picks).router;
  if (first === undefined) return { record };
  return { record, example: { ...about, positives: [], negatives: [first], source: 'correction' } };
}
