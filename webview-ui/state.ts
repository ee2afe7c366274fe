import type {
  GateFacts,
  Gating,
  PanelStatus,
  Proposal,
  Remedy,
  Route,
  RouterReport,
  RunEvent,
  RunSummary,
  Text,
  ToPanel,
} from '../src/protocol.js';
import { stopped } from './learningView.js';
import { begin, fold, type RunView } from './runView.js';

/** What the host has told the panel. */
export interface PanelState {
  /** Nothing is shown before `init`. */
  readonly ready: boolean;
  readonly status: PanelStatus;
  readonly run: RunView | null;
  /** Runs that wait for the one that is going. */
  readonly queued: readonly string[];
  readonly runs: readonly RunSummary[];
  readonly proposals: readonly Proposal[];
  /** What is known of the gates of those that wait, by id. */
  readonly gateFacts: Readonly<Record<string, GateFacts>>;
  /** Skills whose latest version is still watched. */
  readonly watched: Readonly<Record<string, { readonly uses: number; readonly of: number }>>;
  /** Gates the reader asked for. */
  readonly gates: readonly Gating[];
  /** What the router has learned; `null` where nothing can be asked, `undefined` before the first answer. */
  readonly router: RouterReport | null | undefined;
  /** The benchmarks that have run, and the report of one; `undefined` before the first answer. */
  readonly bench: Pick<Extract<ToPanel, { type: 'bench' }>, 'list' | 'shown'> | undefined;
  /** The route of a task that was not run, asked for by the reader. */
  readonly explained: { readonly task: string; readonly route: Route } | null;
  /** The last request that could not be carried out. */
  readonly failure: { readonly text: Text; readonly remedy?: Remedy } | null;
}

export const initial: PanelState = {
  ready: false,
  status: { model: null, practice: false, mode: 'review' },
  run: null,
  queued: [],
  runs: [],
  proposals: [],
  gateFacts: {},
  watched: {},
  gates: [],
  router: undefined,
  bench: undefined,
  explained: null,
  failure: null,
};

/** The state after one more message of the host. */
export function reduce(state: PanelState, message: ToPanel): PanelState {
  switch (message.type) {
    case 'init':
      return { ...state, ready: true, status: message.status };
    case 'status':
      return { ...state, status: message.status };
    case 'run':
      return { ...state, run: message.events ? replay(message.events) : null };
    case 'events':
      return message.events.reduce(onEvent, state);
    case 'runs':
      return { ...state, runs: message.runs };
    case 'proposals':
      return { ...state, proposals: message.proposals, gateFacts: message.gates ?? {}, watched: message.watched ?? {} };
    case 'router':
      return { ...state, router: message.report };
    case 'bench':
      return { ...state, bench: { list: message.list, shown: message.shown } };
    case 'explained':
      return { ...state, explained: { task: message.task, route: message.route } };
    case 'gating':
      return { ...state, gates: message.gates };
    case 'show':
    case 'calledOff':
      return state;
    case 'failed':
      return {
        ...state,
        failure: { text: message.text, ...(message.remedy === undefined ? {} : { remedy: message.remedy }) },
      };
  }
}

function replay(events: readonly RunEvent[]): RunView | null {
  const started = events.find((event) => event.type === 'run.started');
  if (!started) return null;
  const run = events.reduce(fold, begin(started));
  // What a log shows as begun after the end of a run may have died with the window; if it has not, its result will still come.
  if (run.status === 'running') return run;
  return { ...run, checking: null, attributing: false, writing: null, learning: stopped(run.learning) };
}

function onEvent(state: PanelState, event: RunEvent): PanelState {
  const queued = state.queued.filter((run) => run !== event.run);
  if (event.type === 'run.queued') return { ...state, queued: [...queued, event.run] };
  const left = queued.length === state.queued.length ? state.queued : queued;
  if (event.type === 'run.started' && event.run !== state.run?.id && state.run?.status !== 'running')
    return { ...state, queued: left, run: begin(event) };
  return { ...state, queued: left, run: state.run && fold(state.run, event) };
}

/** The newest known form of a proposal: the list knows of decisions made elsewhere, the run's events of its own. */
export const newest = (state: PanelState, proposal: Proposal): Proposal => {
  const listed = state.proposals.find((other) => other.id === proposal.id);
  return listed && (waits(proposal) || !waits(listed)) ? listed : proposal;
};

/** Whether a proposal waits for the reader. */
export const waits = ({ state }: Pick<Proposal, 'state'>): boolean => state === 'pending' || state === 'quarantined';
