import type { RunEvent } from '../../events.js';

/** A tool call as the record shows it. */
export interface DoneCall {
  readonly step: number;
  readonly input: string;
  readonly output: string;
  readonly ok: boolean;
  /** The person did not allow it. */
  readonly denied: boolean;
  /** It does something; the others only look. */
  readonly acting: boolean;
}

const acting: ReadonlySet<string> = new Set(['run_command', 'write_file', 'edit_file']);

/** The calls of a run, in order. */
export function callsOf(events: readonly RunEvent[]): readonly DoneCall[] {
  // What was answered is taken from the event: a file may hold the words of a denial.
  const denied = new Set<string>();
  const started = new Map<string, Extract<RunEvent, { type: 'tool.started' }>>();
  const calls: DoneCall[] = [];
  for (const event of events) {
    if (event.type === 'tool.started') started.set(event.call, event);
    if (event.type === 'approval.answered' && event.choice === 'deny') denied.add(event.call);
    if (event.type !== 'tool.finished') continue;
    const { tool = '', input = '' } = started.get(event.call) ?? {};
    const { step, output, ok } = event;
    calls.push({ step, input, output, ok, denied: denied.has(event.call), acting: acting.has(tool) });
  }
  return calls;
}

/** Files that the run left changed. */
export function changed(events: readonly RunEvent[]): readonly string[] {
  const files = new Set<string>();
  for (const event of events) {
    if (event.type === 'file.changed') files.add(event.change.path);
    if (event.type === 'file.reverted') files.delete(event.path);
  }
  return [...files];
}
