import type { RunEvent } from '../events.js';
import type { Task } from '../task.js';
import { text } from '../text.js';
import { NotReplayable } from './notReplayable.js';

/** What decides how a replay came out: the answer the person gave, else the check of the task. */
export type Judge =
  { readonly by: 'answer'; readonly expected: string } | { readonly by: 'check'; readonly command: string };

/** @throws {NotReplayable} when there is neither, or the person has said that the check is wrong */
export function judgeIn(task: Task, events: readonly RunEvent[]): Judge {
  const signals = events.filter((event) => event.type === 'signal').map(({ signal }) => signal);
  const person = signals.findLast(({ source }) => source === 'user');
  if (person?.expected !== undefined) return { by: 'answer', expected: person.expected };
  if (!task.check)
    throw new NotReplayable(text('It has no check and no corrected answer: nothing could judge a replay.'));
  const check = signals.findLast(({ source }) => source === 'check');
  if (person && check && person.outcome !== check.outcome)
    throw new NotReplayable(
      text('Its check was overruled and there is no corrected answer: nothing could judge a replay.'),
    );
  return { by: 'check', command: task.check };
}
