import type { TrackedChange } from '../act/tracking.js';
import type { RunEvent, RunSummary } from '../events.js';
import type { RunLog } from '../store/runs.js';
import type { Task } from '../task.js';
import { text } from '../text.js';
import { type Allowed, allowedIn } from './allowed.js';
import { type Judge, judgeIn } from './judge.js';
import { NotReplayable } from './notReplayable.js';

/** All that a replay takes from the run it repeats. */
export interface PastRun {
  readonly id: string;
  readonly task: Task;
  readonly limits: { readonly steps: number; readonly minutes: number };
  readonly allowed: Allowed;
  readonly judge: Judge;
  /** What this run and later ones have changed: the first change of each path since the run began. */
  readonly changes: readonly PastChange[];
  /** What was said and asked for in the run, as one text: what it does not mention did not matter to it. */
  readonly words: string;
}

export interface PastChange {
  readonly change: TrackedChange;
  /** Whether the run itself made it, not a later one. */
  readonly own: boolean;
}

/**
 * Takes a run from the log.
 * @throws {NotReplayable} when nothing could judge a replay of it
 * @throws {HumanError} when there is no such run
 */
export async function pastRun(log: Pick<RunLog, 'list' | 'events'>, id: string): Promise<PastRun> {
  const runs = await log.list();
  const place = runs.findIndex((run) => run.id === id);
  const events = await log.events(id);
  const started = events.find((event) => event.type === 'run.started');
  if (place < 0 || !started) throw new NotReplayable(text('There is no record of the run.'));
  return {
    id,
    task: started.task,
    limits: started.limits,
    allowed: allowedIn(events),
    judge: judgeIn(started.task, events),
    // Newest first: the run itself and all before it in the list.
    changes: firstChanges(runs.slice(0, place + 1).reverse()),
    words: wordsOf(started.task, events),
  };
}

/** @param runs oldest first; the first is the one to repeat */
function firstChanges(runs: readonly RunSummary[]): readonly PastChange[] {
  const first = new Map<string, PastChange>();
  for (const [index, run] of runs.entries())
    for (const change of run.changes) if (!first.has(change.path)) first.set(change.path, { change, own: index === 0 });
  return [...first.values()];
}

function wordsOf({ prompt, check = '' }: Task, events: readonly RunEvent[]): string {
  const said = events.flatMap((event) =>
    event.type === 'tool.started' ? [event.input] : event.type === 'tool.finished' ? [event.output] : [],
  );
  return [prompt, check, ...said].join('\n');
}
