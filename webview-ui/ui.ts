import type { ApprovalChoice, Cause, PanelTab, Place, ProposalState, ToPanel } from '../src/protocol.js';
import type { Mark } from './hunks.js';
import { nothingChosen, type Chosen } from './learning/desk.js';
import { reached, waitingCall, type RunView } from './runView.js';
import { waits, type PanelState } from './state.js';

/** What the reader has done in the panel and the host need not know. */
export interface UiState {
  readonly tab: PanelTab;
  /** Run whose folding {@link open} holds. */
  readonly run: string | null;
  /** What the reader opened or folded, by the id of the part; it outlives every change of the content. */
  readonly open: Readonly<Record<string, boolean>>;
  /** Last step shown (exclusive) when the reader went back; `null` follows the newest. */
  readonly stepsEnd: number | null;
  /** Answers and requests that were sent and not yet confirmed: shown at once. */
  readonly answered: Readonly<Record<string, ApprovalChoice>>;
  readonly cancelling: string | null;
  /** Run whose end the reader has had time to see: its Cancel has given way to what comes next. */
  readonly settled: string | null;
  readonly graded: Readonly<Record<string, 'good' | 'bad'>>;
  readonly deciding: readonly string[];
  /** Marks on the edits of proposals, by proposal. */
  readonly marks: Readonly<Record<string, readonly (Mark | undefined)[]>>;
  readonly rejecting: { readonly proposal: string; readonly other: boolean; readonly text: string } | null;
  /** The run whose cause the reader corrects, and the cause that still lacks its skill. */
  readonly correcting: { readonly run: string; readonly cause: Cause | null } | null;
  /** The verdict "wrong" that the reader is putting into words; once sent, it is kept until the run says it. */
  readonly blaming: {
    readonly run: string;
    readonly reason: string;
    readonly answer: string;
    readonly sent: boolean;
  } | null;
  /** Proposals whose gate was asked for and has not begun. */
  readonly gating: readonly string[];
  readonly inbox: ProposalState | 'all';
  readonly filter: string;
  /** Runs shown in the history beyond the first page. */
  readonly olderRuns: number;
  readonly dismissed: PanelState['failure'];
  /** Failed runs whose next skill was asked for. */
  readonly retried: readonly string[];
  /** What was asked of the router and not yet answered. */
  readonly training: 'asked' | 'cancelling' | null;
  readonly reverting: number | null;
  /** An explained task the reader has put aside for that of the run on show. */
  readonly putAside: PanelState['explained'];
  /** The point of each chart whose figures are spelled out, counted from 0. */
  readonly points: Readonly<Record<string, number>>;
  /** What is looked at of a benchmark. */
  readonly chosen: Chosen;
}

export const initialUi: UiState = {
  tab: 'run',
  run: null,
  open: {},
  stepsEnd: null,
  answered: {},
  cancelling: null,
  settled: null,
  graded: {},
  deciding: [],
  marks: {},
  rejecting: null,
  correcting: null,
  blaming: null,
  gating: [],
  inbox: 'all',
  filter: '',
  olderRuns: 0,
  dismissed: null,
  retried: [],
  training: null,
  reverting: null,
  putAside: null,
  points: {},
  chosen: nothingChosen,
};

/** What survives a reload of the webview. */
export type Kept = Pick<UiState, 'tab' | 'run' | 'open'>;

export const keep = ({ tab, run, open }: UiState): Kept => ({ tab, run, open });

const tabs: readonly PanelTab[] = ['run', 'inbox', 'history', 'router', 'learning'];

/** The reader's side as it was before a reload; what does not look like it is ignored. */
export function restore(kept: unknown): UiState {
  if (!isRecord(kept)) return initialUi;
  const { tab, run, open } = kept;
  const known = tabs.find((one) => one === tab);
  if (!known) return initialUi;
  const folding = isRecord(open) ? Object.entries(open) : [];
  return {
    ...initialUi,
    tab: known,
    run: typeof run === 'string' ? run : null,
    open: Object.fromEntries(folding.filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Begin the ids of parts that belong to no run. */
const [ofRouter, ofLearning] = ['router:', 'learning:'];

/** Ids of what can be folded. */
export const fold = {
  section: (part: string): string => part,
  steps: 'steps',
  step: (step: number): string => `step:${step}`,
  call: (step: number, call: string): string => `call:${step}:${call}`,
  proposal: (id: string): string => `proposal:${id}`,
  /** The list of replays of a gate, by proposal or by candidate. */
  gate: (of: string | number): string => `gate:${of}`,
  router: (part: string): string => `${ofRouter}${part}`,
  learning: (part: string): string => `${ofLearning}${part}`,
} as const;

/** Whether a part stands open: as the reader left it, else as `byItself` says. */
export const isOpen = (ui: UiState, id: string, byItself: boolean): boolean => ui.open[id] ?? byItself;

/** The reader's side after a message changed the state. */
export function follow(ui: UiState, message: ToPanel, before: PanelState, after: PanelState): UiState {
  let next = ui;
  if (message.type === 'show') next = { ...next, tab: message.tab };
  if (message.type === 'gating') next = { ...next, gating: [] };
  if (message.type === 'failed' || message.type === 'calledOff')
    next = {
      ...next,
      gating: [],
      blaming: next.blaming && { ...next.blaming, sent: false },
      answered: {},
      graded: {},
      deciding: [],
      cancelling: null,
      retried: [],
      training: null,
      reverting: null,
    };
  if (message.type === 'router') next = answered(next, before, after);
  if (message.type === 'proposals' || message.type === 'events') next = decided(next, after);
  const { run } = after;
  if (!run) return next;
  if (run.id !== next.run)
    next = {
      ...next,
      run: run.id,
      open: ofNoRun(next.open),
      stepsEnd: null,
      answered: {},
      graded: {},
      correcting: null,
    };
  if (run.signals !== before.run?.signals)
    next = { ...next, graded: {}, blaming: next.blaming?.sent ? null : next.blaming };
  if (run.attributing) next = { ...next, correcting: null };
  if (run.status !== 'running') next = { ...next, cancelling: null };
  // A run that is merely shown (again) stands as the reader left it; only a question still opens itself.
  const opening =
    message.type === 'run' || (message.type === 'show' && message.focus === 'approval')
      ? pathToApproval(run)
      : opensItself(before.run?.id === run.id ? before.run : null, run);
  return opening.length ? reopen(next, opening) : next;
}

/** What was asked of the router stays asked until the report says otherwise. */
function answered(ui: UiState, before: PanelState, after: PanelState): UiState {
  const over = !after.router?.training && before.router?.training;
  const begun = after.router?.training && ui.training === 'asked';
  const newest = after.router?.generations[0]?.number !== before.router?.generations[0]?.number;
  return { ...ui, reverting: null, training: over || begun || newest ? null : ui.training };
}

const ofNoRun = (open: UiState['open']): UiState['open'] =>
  Object.fromEntries(Object.entries(open).filter(([id]) => id.startsWith(ofRouter) || id.startsWith(ofLearning)));

/** Forgets that the parts were folded; an approval in an earlier page of steps brings the newest page back. */
function reopen(ui: UiState, ids: readonly string[]): UiState {
  const open = Object.fromEntries(Object.entries(ui.open).filter(([id, value]) => value || !ids.includes(id)));
  return { ...ui, open, stepsEnd: ids.includes(fold.steps) ? null : ui.stepsEnd };
}

function decided(ui: UiState, state: PanelState): UiState {
  const inRun = [state.run?.proposal, state.run?.merging?.proposal].flatMap((one) => (one ? [one.proposal] : []));
  const shown = [...state.proposals, ...inRun];
  const over = (id: string): boolean => shown.some((proposal) => proposal.id === id && !waits(proposal));
  if (!ui.deciding.some(over) && !(ui.rejecting && over(ui.rejecting.proposal))) return ui;
  return {
    ...ui,
    deciding: ui.deciding.filter((id) => !over(id)),
    rejecting: ui.rejecting && over(ui.rejecting.proposal) ? null : ui.rejecting,
  };
}

/** An approval, an error or a failed verdict opens itself, even where the reader had folded. */
function opensItself(before: RunView | null, run: RunView): string[] {
  const ids: string[] = [];
  const waiting = waitingCall(run);
  const earlier = before && waitingCall(before);
  if (waiting && waiting.call.approval?.request.id !== earlier?.call.approval?.request.id)
    ids.push(...pathToApproval(run));
  if (run.error && !before?.error) ids.push(reached(run));
  if (run.verdict?.outcome === 'failure' && before?.verdict?.outcome !== 'failure') ids.push('feedback');
  if (run.proposal && !before?.proposal) ids.push('write');
  if (run.merging?.proposal && !before?.merging?.proposal) ids.push('merge');
  return ids;
}

function pathToApproval(run: RunView): string[] {
  const waiting = waitingCall(run);
  if (!waiting) return [];
  return ['act', fold.steps, fold.step(waiting.step.step), fold.call(waiting.step.step, waiting.call.id)];
}

/** The state after the reader folded or opened something inside the steps; what is opened keeps what it stands in open. */
export const opened = (ui: UiState, id: string, value: boolean): UiState['open'] => ({
  ...ui.open,
  [id]: value,
  ...(value && { act: true, [fold.steps]: true }),
});

/** Steps rendered at most at one time; the others are a button away. */
export const stepsPerPage = 200;

/** Opens what a place of a run stands in. */
export function towards(ui: UiState, run: RunView, place: Place): Partial<UiState> {
  if (place === 'check') return { open: { ...ui.open, feedback: true } };
  const index = run.steps.findIndex(({ step }) => step === place.step);
  return {
    stepsEnd: index + stepsPerPage < run.steps.length ? index + Math.ceil(stepsPerPage / 2) : null,
    open: { ...ui.open, act: true, [fold.steps]: true, [fold.step(place.step)]: true },
  };
}

/** Id of the element that shows a place. */
export const placeId = (place: Place): string => (place === 'check' ? 'check-tail' : `step-${place.step}`);
