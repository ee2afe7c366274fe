import type {
  Attribution,
  FileChange,
  Proposal,
  Provenance,
  Route,
  RunEvent,
  RunStatus,
  Signal,
  Text,
  Verdict,
} from '../src/protocol.js';
import { foldLearning, nothingLearned, stopped, type LearningView } from './learningView.js';
import { asking, foldStep, type CallView, type StepView } from './stepView.js';

type Started = Extract<RunEvent, { readonly type: 'run.started' }>;
type Learned = Extract<RunEvent, { readonly type: 'learned' }>;

/** A run as the panel shows it: the fold of its events. */
export interface RunView {
  readonly id: string;
  /** Of the newest event seen: a replayed log and the live stream may overlap. */
  readonly seq: number;
  readonly number: number;
  readonly task: Started['task'];
  readonly model: Started['model'];
  readonly limits: Started['limits'];
  /** Milliseconds since the epoch, by the host's clock. */
  readonly startedAt: number;
  readonly status: RunStatus;
  /** Once it has ended. */
  readonly ms: number | null;
  readonly error: { readonly text: Text; readonly remedy?: NonNullable<ErrorRemedy> } | null;
  readonly route: { readonly route: Route; readonly ms: number } | null;
  /** Skills it was tried with; the model, shown the list, may take another one than the router. */
  readonly tried: readonly (string | null)[];
  readonly steps: readonly StepView[];
  readonly notices: readonly { readonly level: 'info' | 'warning'; readonly text: Text }[];
  readonly act: Pick<Extract<RunEvent, { readonly type: 'act.finished' }>, 'answer' | 'stop' | 'ms'> | null;
  readonly changes: readonly FileChange[];
  readonly checking: string | null;
  /** The workspace's tests, while they run before the agent begins. */
  readonly preparing: string | null;
  /** A model is being asked whether it was right. */
  readonly judging: boolean;
  readonly signals: readonly { readonly signal: Signal; readonly ms: number }[];
  readonly verdict: Verdict | null;
  /** Text from outside that took part. */
  readonly taints: readonly Omit<Provenance, 'run'>[];
  readonly learning: LearningView;
  readonly attributing: boolean;
  readonly attribution: { readonly attribution: Attribution; readonly ms: number } | null;
  readonly writing: { readonly operation: Proposal['operation']; readonly skill: string | null } | null;
  readonly proposal: { readonly proposal: Proposal; readonly ms: number } | null;
  readonly nothing: Text | null;
  /** What its round ends with: two skills that may become one. It stands apart from what the run itself teaches. */
  readonly merging: Written | null;
  /** How it went without its skill, where that was tried after it had worked. */
  readonly without: Pick<Extract<RunEvent, { readonly type: 'tried.without' }>, 'skill' | 'result' | 'spent'> | null;
  readonly learned: readonly Pick<Learned, 'skill' | 'version' | 'before' | 'after'>[];
  readonly undone: { readonly restored: readonly string[]; readonly kept: readonly string[] } | null;
}
/** How far a change has come that is written. */
type Written = Pick<RunView, 'writing' | 'learning' | 'proposal' | 'nothing'>;
type ErrorRemedy = NonNullable<Extract<RunEvent, { readonly type: 'run.finished' }>['error']>['remedy'];

/** A run that has just begun. */
export const begin = (event: Started): RunView => ({
  id: event.run,
  seq: event.seq,
  number: event.number,
  task: event.task,
  model: event.model,
  limits: event.limits,
  startedAt: event.at,
  status: 'running',
  ms: null,
  error: null,
  route: null,
  tried: [],
  steps: [],
  notices: [],
  act: null,
  changes: [],
  checking: null,
  preparing: null,
  judging: false,
  signals: [],
  verdict: null,
  taints: [],
  learning: nothingLearned,
  attributing: false,
  attribution: null,
  writing: null,
  proposal: null,
  nothing: null,
  merging: null,
  without: null,
  learned: [],
  undone: null,
});

/** The run after one more of its events; events already seen change nothing. */
export function fold(run: RunView, event: RunEvent): RunView {
  if (event.run !== run.id || event.seq <= run.seq) return run;
  return { ...run, ...(changeOfMerging(run, event) ?? change(run, event)), seq: event.seq };
}

const ofWriting: ReadonlySet<string> = new Set<RunEvent['type']>([
  ...(['write.candidate', 'write.nothing', 'gate.started', 'gate.replayed', 'gate.finished'] as const),
  ...(['proposal', 'proposal.shadow'] as const),
]);
const notWritten: Written = { writing: null, learning: nothingLearned, proposal: null, nothing: null };

/** What an event says about the merge the run's round ends with; `undefined` when it is about the run itself. */
function changeOfMerging(run: RunView, event: RunEvent): Pick<RunView, 'merging'> | undefined {
  const begins = event.type === 'write.started' && event.operation === 'merge';
  const decides = event.type === 'proposal.decided' && event.proposal === run.merging?.proposal?.proposal.id;
  const goesOn = run.merging?.writing && ofWriting.has(event.type);
  if (!begins && !decides && !goesOn) return undefined;
  const before = begins ? notWritten : (run.merging ?? notWritten);
  const { writing, learning, proposal, nothing } = { ...before, ...change({ ...run, ...before }, event) };
  return { merging: { writing, learning, proposal, nothing } };
}

function change(run: RunView, event: RunEvent): Partial<RunView> {
  switch (event.type) {
    case 'run.queued':
    case 'run.started':
      return {};
    case 'route.decided':
      return { route: { route: event.route, ms: event.ms }, tried: [...run.tried, event.route.chosen] };
    case 'step.started':
      return { steps: foldStep(run.steps, event), preparing: null };
    case 'step.delta':
    case 'step.waiting':
    case 'step.finished':
    case 'tool.started':
    case 'tool.delta':
    case 'tool.finished':
    case 'approval.asked':
    case 'approval.answered':
      return { steps: foldStep(run.steps, event) };
    case 'file.changed':
      return { changes: replace(run.changes, event.change, (a, b) => a.path === b.path) };
    case 'file.reverted':
      return { changes: run.changes.filter(({ path }) => path !== event.path) };
    case 'notice':
      return { notices: [...run.notices, { level: event.level, text: event.text }] };
    case 'act.finished':
      return { act: { answer: event.answer, stop: event.stop, ms: event.ms } };
    case 'check.started':
      return { checking: event.command };
    case 'signal':
      return {
        checking: null,
        judging: false,
        signals: replace(
          run.signals,
          { signal: event.signal, ms: event.ms },
          (a, b) => a.signal.source === b.signal.source,
        ),
      };
    case 'verdict':
      // What nothing is known of any more has taught nothing.
      return { verdict: event.verdict, ...(event.verdict.outcome === 'unknown' ? { learned: [] } : {}) };
    case 'tests.started':
      return event.when === 'before' ? { preparing: event.command } : { checking: event.command };
    case 'judge.started':
      return { judging: true };
    case 'learned':
      return { learned: replace(run.learned, learned(event), (a, b) => a.skill === b.skill) };
    case 'attribution.started':
      return { attributing: true, learning: foldLearning(run.learning, event) };
    case 'attribution':
      return { attributing: false, attribution: { attribution: event.attribution, ms: event.ms } };
    case 'write.started':
      return {
        writing: { operation: event.operation, skill: event.skill },
        nothing: null,
        learning: foldLearning(run.learning, event),
      };
    case 'proposal':
      return { writing: null, proposal: { proposal: event.proposal, ms: event.ms } };
    case 'tainted':
      return { taints: [...run.taints, event.taint] };
    case 'attribution.tested':
    case 'write.candidate':
    case 'gate.started':
    case 'gate.replayed':
    case 'gate.finished':
    case 'probation':
      return { learning: foldLearning(run.learning, event) };
    case 'tried.without':
      return { without: { skill: event.skill, result: event.result, spent: event.spent } };
    case 'write.waiting':
      return { attributing: false, learning: foldLearning(run.learning, event) };
    case 'proposal.shadow':
      return { writing: null, learning: foldLearning(run.learning, event) };
    case 'write.nothing':
      return { attributing: false, writing: null, nothing: event.reason };
    case 'proposal.decided':
      return run.proposal?.proposal.id === event.proposal
        ? { proposal: { ...run.proposal, proposal: decided(run.proposal.proposal, event) } }
        : {};
    case 'run.undone':
      return { undone: { restored: event.restored, kept: event.kept } };
    case 'run.finished':
      return {
        status: event.status,
        ms: event.ms,
        checking: null,
        preparing: null,
        judging: false,
        attributing: false,
        writing: null,
        learning: stopped(run.learning),
        merging: run.merging && { ...run.merging, writing: null, learning: stopped(run.merging.learning) },
        error: event.error
          ? { text: event.error.text, ...(event.error.remedy && { remedy: event.error.remedy }) }
          : null,
      };
  }
}

const learned = ({ skill, version, before, after }: Learned): RunView['learned'][number] => ({
  skill,
  version,
  before,
  after,
});

function decided(proposal: Proposal, event: Extract<RunEvent, { readonly type: 'proposal.decided' }>): Proposal {
  return { ...proposal, state: event.state, ...(event.reason === undefined ? {} : { reason: event.reason }) };
}

/** The newest of each kind stands in the place of the first. */
function replace<T>(list: readonly T[], item: T, sameKind: (a: T, b: T) => boolean): readonly T[] {
  const index = list.findIndex((other) => sameKind(other, item));
  return index < 0 ? [...list, item] : list.with(index, item);
}

/** The first call of the run that waits for the reader. */
export function waitingCall(run: RunView): { readonly step: StepView; readonly call: CallView } | undefined {
  if (run.status !== 'running') return undefined;
  for (const step of run.steps.toReversed()) {
    const call = step.calls.find(asking);
    if (call) return { step, call };
  }
  return undefined;
}

export type Part = 'route' | 'act' | 'feedback' | 'attribution' | 'write' | 'learned' | 'merge';

/** How far the run has come: the part it is in, or was in when it ended. */
export function reached(run: RunView): Extract<Part, 'route' | 'act' | 'feedback' | 'write'> {
  if (!run.route) return 'route';
  if (!run.act) return 'act';
  if (!run.verdict) return 'feedback';
  return 'write';
}

/** Tokens of all finished turns; `null` as soon as one is unknown, because a sum with a gap would be a wrong figure. */
export const totalTokens = (run: RunView): number | null =>
  run.steps.reduce<number | null>(
    (sum, { turn }) => (turn ? (sum === null || turn.tokens === null ? null : sum + turn.tokens) : sum),
    0,
  );

export const callCount = (run: RunView): number => run.steps.reduce((sum, step) => sum + step.calls.length, 0);

export const approvalCount = (run: RunView): number =>
  run.steps.reduce((sum, step) => sum + step.calls.filter((call) => call.approval).length, 0);
