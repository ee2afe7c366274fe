import type { RunEvent } from '../events.js';
import { text } from '../text.js';
import type { Signal } from './signal.js';
import { failedShare, strengths } from './strength.js';

/** Whether the tool calls of a run show trouble: the last one failed, or at least {@link failedShare} of two or more. What the person denied is none. */
export function toolSignal(events: readonly RunEvent[]): Signal | undefined {
  const denied = new Set(
    events.flatMap((event) => (event.type === 'approval.answered' && event.choice === 'deny' ? [event.call] : [])),
  );
  const calls = events.filter((event) => event.type === 'tool.finished').filter(({ call }) => !denied.has(call));
  const failed = calls.filter(({ ok }) => !ok).length;
  const last = calls.at(-1)?.ok === false;
  const many = calls.length >= 2 && failed >= failedShare * calls.length;
  if (!last && !many) return undefined;
  return {
    source: 'tool',
    outcome: 'failure',
    strength: strengths.toolErrors,
    detail: last
      ? text('The last tool call failed ({0} of {1} failed).', failed, calls.length)
      : text('{0} of {1} tool calls failed.', failed, calls.length),
  };
}
