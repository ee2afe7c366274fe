import type { ApprovalRequest } from '../act/approval.js';
import type { RunEvent } from '../events.js';
import { programsOf } from './programs.js';

/** What was allowed in a run: all that a replay of it may do. */
export interface Allowed {
  /** Everything was allowed beforehand. */
  readonly everything: boolean;
  /** Commands, by {@link commandKey}. */
  readonly commands: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
  /** Programs that allowed commands start. */
  readonly programs: ReadonlySet<string>;
  /** Sensitive files that were read. */
  readonly reads: ReadonlySet<string>;
  /** Any further write was allowed without being looked at. */
  readonly writes: boolean;
  /** What the run has left at each path, as SHA-256: the person has seen these contents, or what makes them. */
  readonly written: ReadonlyMap<string, ReadonlySet<string>>;
}

export const commandKey = ({ where, subject }: Pick<ApprovalRequest, 'where' | 'subject'>): string =>
  `${where}\0${subject}`;

/**
 * Whether a command was shown as it is. Where it hides characters they are shown as escapes, and the text shown could also be meant literally:
 * then it is not offered for the whole run (see `runCommand.ts`).
 */
export const isPlain = ({ choices }: Pick<ApprovalRequest, 'choices'>): boolean => choices.includes('run');

/** What the person allowed in a run; a denial of the same command wins. */
export function allowedIn(events: readonly RunEvent[]): Allowed {
  const asked = new Map(
    events.filter((event) => event.type === 'approval.asked').map(({ request }) => [request.id, request]),
  );
  const commands = new Set<string>();
  const denied = new Set<string>();
  const programs = new Set<string>();
  const reads = new Set<string>();
  let writes = false;
  for (const event of events) {
    const request = event.type === 'approval.answered' ? asked.get(event.id) : undefined;
    if (event.type !== 'approval.answered' || !request) continue;
    const yes = event.choice !== 'deny';
    if (request.kind === 'command' && !yes) denied.add(commandKey(request));
    if (request.kind === 'command' && yes && isPlain(request)) {
      commands.add(commandKey(request));
      for (const program of programsOf(request.subject) ?? []) programs.add(program);
    }
    if (request.kind === 'read' && yes) reads.add(request.subject);
    writes ||= request.kind === 'write' && event.choice === 'run';
  }
  for (const key of denied) commands.delete(key);
  const started = events.find((event) => event.type === 'run.started');
  return {
    everything: started?.approvals === 'all',
    commands,
    denied,
    programs,
    reads,
    writes,
    written: writtenIn(events),
  };
}

function writtenIn(events: readonly RunEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  const written = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.type !== 'file.changed' || event.change.after === null) continue;
    const { path, after } = event.change;
    const hashes = written.get(path) ?? new Set();
    written.set(path, hashes.add(after));
  }
  return written;
}
