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
 * The lesson of one run. Only the verdicts of a check or of the person count; an unknown outcome and a limit teach nothing.
 * @param next with what the same task worked next, if it did
 * @param tainted whether text from outside the trusted workspace took part (DESIGN.md 4): what a model concludes from such a run is no signal,
 *   what a check or the person says still is
 */
export function lessonOf(record: RunRecord, next: Next | undefined, tainted: boolean): Lesson {
  const { run, route, decidedBy } = record;
  if (!route) return { record };
  const judged = decidedBy === 'user' || decidedBy === 'check' ? run.outcome : 'unknown';
  const used = route.skill;
  const byPerson = route.by === 'person';
  const about = { query: run.task.prompt, at: run.startedAt };
  if (judged === 'failure') return failure(record, next, tainted, about);
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

function failure(record: RunRecord, next: Next | undefined, tainted: boolean, about: About): Lesson {
  const used = record.route?.skill ?? null;
  const said = record.attribution;
  const attribution = !tainted && said && said.confidence >= sureEnough ? said : undefined;
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

/** The person wanted no skill: what the router would have chosen does not fit. */
function refusal(record: RunRecord, about: About): Lesson {
  const [first] = record.route?.picks === undefined ? [] : picksOf(record.route.picks).router;
  if (first === undefined) return { record };
  return { record, example: { ...about, positives: [], negatives: [first], source: 'correction' } };
}
