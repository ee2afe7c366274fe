import type { FileChange, RunEvent, RunStatus, RunSummary } from '../events.js';
import type { Verdict } from '../feedback/signal.js';
import type { Usage } from '../ports.js';
import { routeFacts, type RouteFacts } from './routeFacts.js';
import type { Attribution } from '../write/attribution.js';

/**
 * Where an event stands among its run's events: by sequence, then by time (two windows may give the same number to what they add to a
 * run), then by the checksum of its line. Two events with the same mark are one event that was read twice.
 */
export interface Mark {
  readonly seq: number;
  readonly at: number;
  readonly sum: number;
}

/** Something an event said. */
export interface Said<T> extends Mark {
  readonly value: T;
}

/** A new skill and the ids of the runs it was written from. */
export interface NewSkill {
  readonly skill: string;
  readonly runs: readonly string[];
}

/**
 * What events of a run come to, as far as a list of runs is concerned. It grows with every event, in any order, and parts from several
 * files can be joined: what was said last holds, counted things are kept by their marks, so nothing counts twice. Plain data.
 */
export interface RunFacts {
  lastSeq: number;
  undone: boolean;
  /** Text from outside of what the person trusts took part in it. */
  tainted: boolean;
  started?: Said<Pick<RunSummary, 'task' | 'number' | 'simulated' | 'retryOf'>>;
  route?: Said<RouteFacts>;
  answer?: Said<string>;
  verdict?: Said<Pick<Verdict, 'outcome' | 'decidedBy'>>;
  attribution?: Said<Pick<Attribution, 'cause' | 'skill' | 'confidence' | 'by'>>;
  /** How the task came out without the skill, when that was tried. */
  masked?: Said<'passed' | 'failed'>;
  proposal?: Said<string>;
  /** A new skill that was proposed, and the runs it was written from. */
  newSkill?: Said<NewSkill>;
  /** Runs that were written from in vain, told by this one. */
  closed?: string[];
  finished?: Said<{
    readonly status: Exclude<RunStatus, 'running'>;
    readonly ms: number;
    readonly error?: RunSummary['error'];
  }>;
  /** Three numbers for each step: seq, sum, and its tokens or -1. Flat, because there are many. */
  steps?: number[];
  /** Three numbers for each tool call: seq, sum, 0. */
  calls?: number[];
  /** Changed files; a path alone was brought back. */
  changes?: Said<FileChange | string>[];
}

export const noFacts = (): RunFacts => ({ lastSeq: 0, undone: false, tainted: false });

/** The types of events that {@link addEvent} has to see as a whole; of the others type and mark are enough. */
export const telling: ReadonlySet<string> = new Set<RunEvent['type']>([
  'run.started',
  'route.decided',
  'step.finished',
  'file.changed',
  'file.reverted',
  'act.finished',
  'verdict',
  'attribution',
  'attribution.tested',
  'tried.without',
  'proposal',
  'write.nothing',
  'run.finished',
]);

/** Adds an event of one of the {@link telling} types. */
export function addEvent(facts: RunFacts, event: RunEvent, sum: number): void {
  const { seq, at } = event;
  const said = <T>(value: T): Said<T> => ({ seq, at, sum, value });
  switch (event.type) {
    case 'run.started': {
      const { task, number, model, retryOf } = event;
      const value = { task, number, simulated: model.simulated, ...(retryOf === undefined ? {} : { retryOf }) };
      facts.started = first(facts.started, said(value));
      break;
    }
    case 'route.decided':
      facts.route = last(facts.route, said(routeFacts(event.route)));
      break;
    case 'step.finished':
      count((facts.steps ??= []), seq, sum, tokens(event.usage));
      break;
    case 'file.changed':
      insert((facts.changes ??= []), said(event.change));
      break;
    case 'file.reverted':
      insert((facts.changes ??= []), said(event.path));
      break;
    case 'act.finished':
      facts.answer = last(facts.answer, said(event.answer));
      break;
    case 'verdict':
      facts.verdict = last(facts.verdict, said(verdictFacts(event.verdict)));
      break;
    case 'attribution': {
      const { cause, skill, confidence, by } = event.attribution;
      const value = { cause, skill, confidence, ...(by ? { by } : {}) };
      facts.attribution = last(facts.attribution, said(value));
      break;
    }
    case 'attribution.tested':
      if (event.test === 'masked' && event.result !== 'unreplayable')
        facts.masked = last(facts.masked, said(event.result));
      break;
    case 'tried.without':
      facts.masked = last(facts.masked, said(event.result));
      break;
    case 'proposal': {
      const { id, operation, skill, runs } = event.proposal;
      // A merge is made when a round ends, from many runs: it is not what this one has taught.
      if (operation !== 'merge') facts.proposal = last(facts.proposal, said(id));
      if (operation === 'create' || operation === 'split') facts.newSkill = last(facts.newSkill, said({ skill, runs }));
      break;
    }
    case 'write.nothing':
      if (event.runs?.length) facts.closed = union(facts.closed, event.runs);
      break;
    case 'run.finished': {
      const { status, ms, error } = event;
      facts.finished = last(facts.finished, said({ status, ms, ...(error ? { error } : {}) }));
      break;
    }
    default:
    // The others say nothing to a list of runs, or say it by their type.
  }
}

/** Adds what an event says by its type alone. */
export function addMark(facts: RunFacts, type: string, { seq, sum }: Mark): void {
  facts.lastSeq = Math.max(facts.lastSeq, seq);
  if (type === 'tool.started') count((facts.calls ??= []), seq, sum, 0);
  if (type === 'run.undone') facts.undone = true;
  if (type === 'tainted') facts.tainted = true;
}

/** Adds what another part says to `facts`. */
export function join(facts: RunFacts, part: RunFacts): void {
  facts.lastSeq = Math.max(facts.lastSeq, part.lastSeq);
  facts.undone ||= part.undone;
  facts.tainted ||= part.tainted;
  if (part.started) facts.started = first(facts.started, part.started);
  if (part.route) facts.route = last(facts.route, part.route);
  if (part.answer) facts.answer = last(facts.answer, part.answer);
  if (part.verdict) facts.verdict = last(facts.verdict, part.verdict);
  if (part.attribution) facts.attribution = last(facts.attribution, part.attribution);
  if (part.masked) facts.masked = last(facts.masked, part.masked);
  if (part.proposal) facts.proposal = last(facts.proposal, part.proposal);
  if (part.newSkill) facts.newSkill = last(facts.newSkill, part.newSkill);
  if (part.closed) facts.closed = union(facts.closed, part.closed);
  if (part.finished) facts.finished = last(facts.finished, part.finished);
  if (part.steps) countAll((facts.steps ??= []), part.steps);
  if (part.calls) countAll((facts.calls ??= []), part.calls);
  for (const change of part.changes ?? []) insert((facts.changes ??= []), change);
}

/** Negative when `a` comes before `b`. */
export const byMark = (a: Mark, b: Mark): number => a.seq - b.seq || a.at - b.at || a.sum - b.sum;

const last = <T>(old: Said<T> | undefined, now: Said<T>): Said<T> => (old && byMark(old, now) > 0 ? old : now);
const first = <T>(old: Said<T> | undefined, now: Said<T>): Said<T> => (old && byMark(old, now) < 0 ? old : now);

/** Puts a triple in its place; from the end, where it nearly always belongs. */
function count(triples: number[], seq: number, sum: number, value: number): void {
  let place = triples.length;
  for (; place > 0; place -= 3) {
    const difference = (triples[place - 3] ?? 0) - seq || (triples[place - 2] ?? 0) - sum;
    if (difference === 0) return;
    if (difference < 0) break;
  }
  if (place === triples.length) triples.push(seq, sum, value);
  else triples.splice(place, 0, seq, sum, value);
}

function countAll(triples: number[], more: readonly number[]): void {
  for (let index = 0; index < more.length; index += 3)
    count(triples, more[index] ?? 0, more[index + 1] ?? 0, more[index + 2] ?? 0);
}

function insert<T>(list: Said<T>[], said: Said<T>): void {
  let place = list.length;
  for (let before = list[place - 1]; before; before = list[--place - 1]) {
    const difference = byMark(before, said);
    if (difference === 0) return;
    if (difference < 0) break;
  }
  list.splice(place, 0, said);
}

const union = (some: readonly string[] | undefined, more: readonly string[]): string[] => [
  ...new Set([...(some ?? []), ...more]),
];

const verdictFacts = ({ outcome, decidedBy }: Verdict): Pick<Verdict, 'outcome' | 'decidedBy'> =>
  decidedBy === undefined ? { outcome } : { outcome, decidedBy };

const tokens = ({ promptTokens, completionTokens }: Usage): number =>
  promptTokens === null || completionTokens === null ? -1 : promptTokens + completionTokens;
