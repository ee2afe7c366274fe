import type { GateReport, Proposal, RunEvent } from '../src/protocol.js';

type Event<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>;
/** A replay of the gate. */
export type Replay = Pick<Event<'gate.replayed'>, 'kind' | 'replayed' | 'result' | 'why'>;

/** The replays of one candidate. Candidates count from 1. */
export interface GateView {
  readonly candidate: number;
  readonly done: number;
  readonly of: number;
  readonly replays: readonly Replay[];
  /** Absent while replays go on. */
  readonly report?: GateReport;
}

/** What a run is learned from, as far as it has come: the fold of its events after the verdict. */
export interface LearningView {
  readonly tests: readonly Pick<Event<'attribution.tested'>, 'test' | 'result' | 'why' | 'skill'>[];
  readonly waiting: Pick<Event<'write.waiting'>, 'skill' | 'have' | 'needed'> | null;
  readonly candidates: readonly Pick<Event<'write.candidate'>, 'number' | 'of' | 'state' | 'why'>[];
  readonly gates: readonly GateView[];
  /** What would have been proposed in shadow mode. */
  readonly shadow: Proposal | null;
  readonly probation: Pick<Event<'probation'>, 'skill' | 'version' | 'state' | 'reason'> | null;
}

export const nothingLearned: LearningView = {
  tests: [],
  waiting: null,
  candidates: [],
  gates: [],
  shadow: null,
  probation: null,
};

export type LearningEvent = Event<
  | 'attribution.started'
  | 'attribution.tested'
  | 'write.waiting'
  | 'write.started'
  | 'write.candidate'
  | 'gate.started'
  | 'gate.replayed'
  | 'gate.finished'
  | 'proposal.shadow'
  | 'probation'
>;

export function foldLearning(view: LearningView, event: LearningEvent): LearningView {
  switch (event.type) {
    // The cause is looked for (again): what was found before is of no account any more.
    case 'attribution.started':
      return { ...nothingLearned, probation: view.probation };
    case 'attribution.tested':
      return { ...view, tests: [...view.tests.filter(({ test }) => test !== event.test), event] };
    case 'write.waiting':
      return { ...view, waiting: event };
    case 'write.started':
      return { ...view, waiting: null, candidates: [], gates: [], shadow: null };
    case 'write.candidate':
      return { ...view, candidates: [...view.candidates.filter(({ number }) => number !== event.number), event] };
    case 'gate.started': {
      const { candidate, replays } = event;
      return { ...view, gates: [...others(view, candidate), { candidate, done: 0, of: replays, replays: [] }] };
    }
    case 'gate.replayed': {
      const { candidate, done, of } = event;
      return onGate(view, candidate, (gate) => ({ ...gate, done, of, replays: [...gate.replays, event] }));
    }
    case 'gate.finished':
      return onGate(view, event.candidate, (gate) => ({ ...gate, report: event.report }));
    case 'proposal.shadow':
      return { ...view, shadow: event.proposal };
    case 'probation':
      return { ...view, probation: event };
  }
}

/** What had not ended by the end of the run never will. */
export const stopped = (view: LearningView): LearningView =>
  view.gates.every(({ report }) => report) ? view : { ...view, gates: view.gates.filter(({ report }) => report) };

const others = (view: LearningView, candidate: number): readonly GateView[] =>
  view.gates.filter((gate) => gate.candidate !== candidate);

function onGate(view: LearningView, candidate: number, change: (gate: GateView) => GateView): LearningView {
  const index = view.gates.findIndex((gate) => gate.candidate === candidate);
  const gate = view.gates[index] ?? { candidate, done: 0, of: 0, replays: [] };
  return { ...view, gates: index < 0 ? [...view.gates, change(gate)] : view.gates.with(index, change(gate)) };
}

/** The replays behind a report, where the run on show holds them. */
export const replaysOf = (view: LearningView, report: GateReport): readonly Replay[] =>
  view.gates.find((gate) => gate.report && sameReport(gate.report, report))?.replays ?? [];

/** Reports come twice, in the run and in the proposal, and are then different objects. */
const sameReport = (a: GateReport, b: GateReport): boolean =>
  a.state === b.state &&
  a.examined === b.examined &&
  a.failures.of === b.failures.of &&
  a.failures.passed === b.failures.passed &&
  a.successes.of === b.successes.of &&
  a.successes.broken === b.successes.broken &&
  a.neighbours.of === b.neighbours.of;
