import type { RunEvent } from '../../engine/events.js';
import { english } from '../../engine/text.js';
import type { Proposal } from '../../engine/write/proposal.js';
import type { Trained } from '../house/house.js';
import type { Arm, WriteRecord } from './records.js';

type Candidate = { -readonly [Key in keyof WriteRecord]: WriteRecord[Key] };

/** After which task of which round something was written. */
export type After = Arm & Pick<WriteRecord, 'round' | 'task'>;

/** What was written after a task, candidate by candidate. */
export function writesOf(after: After, { run, events, accepted }: Trained): readonly WriteRecord[] {
  const records: WriteRecord[] = [];
  let about: Pick<Candidate, 'operation' | 'skill'> = { operation: 'rewrite', skill: null };
  let candidates: Candidate[] = [];
  /** Hash of the text that was examined, by candidate. */
  const examined = new Map<number, string | undefined>();
  for (const event of events) {
    const base = { ...after, run: event.run };
    if (event.type === 'write.started') {
      about = { operation: event.operation, skill: event.skill };
      candidates = [];
      examined.clear();
    }
    if (event.type === 'write.candidate' && event.state !== 'nothing') {
      candidates.push({ ...base, ...about, candidate: event.number, state: 'outdone' });
      if (event.state === 'refused') amend(candidates, event.number, 'refused', event.why);
    }
    if (event.type === 'gate.finished') {
      examined.set(event.candidate, event.report.examined);
      if (event.report.state === 'failed') amend(candidates, event.candidate, 'failed', reasonOf(event));
    }
    if (event.type === 'proposal') {
      const { proposal } = event;
      const state = isAccepted(proposal, accepted, events) ? 'accepted' : 'rejected';
      const left = candidates.filter((one) => one.state === 'outdone');
      const hash = proposal.gate.examined;
      // Without a gate the last one is offered.
      const best =
        left.find(({ candidate = 0 }) => hash !== undefined && examined.get(candidate) === hash) ?? left.at(-1);
      const record = { ...base, operation: proposal.operation, skill: proposal.skill, state } as const;
      if (best) Object.assign(best, record);
      else records.push(record);
    }
    if (event.type === 'probation' && event.state === 'rolled_back')
      records.push({ ...base, operation: 'rewrite', skill: event.skill, state: 'rolled back' });
    if (event.type === 'proposal' || event.type === 'write.nothing') records.push(...candidates.splice(0));
  }
  const archived = accepted.filter(({ operation, id }) => operation === 'archive' && !isShown(events, id));
  for (const { skill } of archived)
    records.push({ ...after, run: run.id, operation: 'archive', skill, state: 'accepted' });
  return [...records, ...candidates];
}

function amend(candidates: Candidate[], number: number, state: Candidate['state'], reason: string | undefined): void {
  const one = candidates.find(({ candidate }) => candidate === number);
  if (one) Object.assign(one, { state, ...(reason ? { reason } : {}) });
}

const isShown = (events: readonly RunEvent[], id: string): boolean =>
  events.some((event) => event.type === 'proposal' && event.proposal.id === id);

const isAccepted = ({ id }: Proposal, accepted: readonly Proposal[], events: readonly RunEvent[]): boolean =>
  accepted.some((one) => one.id === id) ||
  events.some((event) => event.type === 'proposal.decided' && event.proposal === id && event.state === 'applied');

/** Why a gate turned a change down, in few words: they are counted. */
function reasonOf({ report }: Extract<RunEvent, { type: 'gate.finished' }>): string {
  if (report.why) return english(report.why);
  if (report.failures.passed === 0) return 'mends nothing';
  return 'breaks what worked';
}
