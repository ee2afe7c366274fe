import { text } from '../../src/engine/text.js';
import type {
  BenchReport,
  PanelStatus,
  PanelTab,
  Proposal,
  Route,
  RouterReport,
  RunEvent,
  ToPanel,
} from '../../src/protocol.js';
import { benchReport, smallReport } from './benchReport.js';
import { approvalRun, begun, writeRequest } from './panelEvents.js';
import { gatedRun, gatingRun, mergingRun, namedRun, taintedRun, testedRun, waitingRun } from './panelLearning.js';
import { allProposals, operationProposals, passed, proposal, quarantined } from './panelProposals.js';
import { earlyReport, emptyReport, fullReport, largeReport, trainingReport } from './panelRouter.js';
import { learnedRoute, noFit, vectorRoute } from './panelRoutes.js';
import { failedRun, manyRuns, passedRun, refusedRun } from './panelRuns.js';
import { judgedRun, signsRun } from './panelSigns.js';

export const ready: PanelStatus = { model: { label: 'qwen3-32b', simulated: false }, practice: false, mode: 'review' };
export const practice: PanelStatus = {
  model: { label: 'practice model', simulated: true },
  practice: true,
  mode: 'review',
};
const unset: PanelStatus = {
  model: null,
  practice: false,
  mode: 'review',
  problem: { text: text('No model is set up yet.'), remedy: 'configure-model' },
};
const noFolder: PanelStatus = {
  model: null,
  practice: false,
  mode: 'review',
  problem: { text: text('Memento works in a folder. Open one first.'), remedy: 'open-folder' },
};

const start = (status: PanelStatus, tab: PanelTab = 'run'): ToPanel => ({
  type: 'init',
  strings: {},
  locale: 'en',
  status,
  tab,
});
const lists = (now: number, proposals: readonly Proposal[] = allProposals(now)): readonly ToPanel[] => [
  { type: 'runs', runs: manyRuns(300, now) },
  { type: 'proposals', proposals },
];

/** A run up to and without its first event of a kind. */
const until = (events: readonly RunEvent[], type: RunEvent['type']): readonly RunEvent[] =>
  events.slice(
    0,
    events.findIndex((event) => event.type === type),
  );

function interrupted(now: number): readonly RunEvent[] {
  const script = approvalRun(now - 400_000);
  return script.add(10, { type: 'run.finished', status: 'interrupted', ms: 102_000 }).events;
}

function undone(now: number): readonly RunEvent[] {
  return passedRun(now - 900_000).add(10, {
    type: 'run.undone',
    restored: ['totals.csv'],
    kept: ['scripts/monthly-totals.js'],
  }).events;
}

function writing(now: number): readonly RunEvent[] {
  const script = approvalRun(now - 102_000);
  return script.add(
    0,
    { type: 'approval.answered', call: 'c4-2', id: 'ask-1', choice: 'once' },
    { type: 'tool.finished', step: 4, call: 'c4-2', ok: true, output: '41 passed', summary: text('exit 0'), ms: 2100 },
    { type: 'step.started', step: 5 },
    {
      type: 'step.finished',
      step: 5,
      text: '',
      calls: 1,
      usage: { promptTokens: null, completionTokens: null },
      ms: 900,
    },
    {
      type: 'tool.started',
      step: 5,
      call: 'c5-1',
      tool: 'write_file',
      input: '{}',
      title: text('Writes scripts/monthly-totals.js'),
    },
    { type: 'approval.asked', call: 'c5-1', request: writeRequest(script.run) },
  ).events;
}

/** A run that has just chosen its skill. */
const routed = (now: number, route: Route): readonly ToPanel[] => [
  start(ready),
  ...lists(now),
  { type: 'run', events: begun('run-224', 224, now - 2000, false, route).events },
];

/** The Router page with the run that is on show. */
const router = (
  now: number,
  report: RouterReport | null,
  run: readonly RunEvent[] | null = passedRun(now - 900_000, report?.simulated, learnedRoute).events,
): readonly ToPanel[] => [
  start(report?.simulated ? practice : ready, 'router'),
  ...lists(now),
  { type: 'run', events: run },
  { type: 'router', report },
];

/** The Learning page with a report. */
const bench = (report: BenchReport | null): readonly ToPanel[] => [
  start(report?.simulated ? practice : ready, 'learning'),
  {
    type: 'bench',
    list: report
      ? [
          { id: 'b2', name: report.name, startedAt: report.startedAt, model: report.model },
          { id: 'b1', name: 'my tasks', startedAt: report.startedAt - 86_400_000, model: 'qwen3-32b' },
        ]
      : [],
    shown: report && { id: 'b2', report },
  },
];

/** A run that is being learned from. */
const learning = (run: readonly RunEvent[], now: number): readonly ToPanel[] => [
  start(ready),
  ...lists(now, []),
  { type: 'run', events: run },
];

/** Every page of the panel by name: the messages that lead to it. */
export const scenes: Readonly<Record<string, (now: number) => readonly ToPanel[]>> = {
  'run-progress': (now) => [start(ready), ...lists(now), { type: 'run', events: approvalRun(now - 102_000).events }],
  'run-write-asks': (now) => [
    start(ready),
    ...lists(now),
    { type: 'run', events: writing(now) },
    { type: 'events', events: [{ type: 'run.queued', behind: 'run-224', run: 'run-225', seq: 1, at: now }] },
  ],
  'run-attributing': (now) => [
    start(ready),
    ...lists(now),
    { type: 'run', events: until(failedRun(now - 230_000).events, 'attribution') },
  ],
  'run-failed': (now) => [
    start(practice),
    ...lists(now, []),
    { type: 'run', events: failedRun(now - 900_000, true).events },
  ],
  'run-failed-next': (now) => [
    start(ready),
    ...lists(now),
    { type: 'run', events: failedRun(now - 900_000, false, learnedRoute).events },
  ],
  'run-routed': (now) => routed(now, learnedRoute),
  'run-routed-vectors': (now) => routed(now, vectorRoute),
  'run-routed-none': (now) => routed(now, noFit),
  'run-succeeded': (now) => [start(ready), ...lists(now), { type: 'run', events: passedRun(now - 900_000).events }],
  'run-judged': (now) => [start(ready), ...lists(now), { type: 'run', events: judgedRun(now - 900_000).events }],
  'run-signs': (now) => [start(ready), ...lists(now), { type: 'run', events: signsRun(now - 900_000).events }],
  'run-undone': (now) => [start(ready), ...lists(now), { type: 'run', events: undone(now) }],
  'run-interrupted': (now) => [start(ready), ...lists(now), { type: 'run', events: interrupted(now) }],
  'error-endpoint': (now) => [start(ready), ...lists(now), { type: 'run', events: refusedRun(now - 60_000).events }],
  'error-no-model': () => [
    start(unset),
    { type: 'failed', text: text('No model is set up yet.'), remedy: 'configure-model' },
  ],
  'error-no-folder': () => [start(noFolder)],
  empty: () => [start(unset)],
  'empty-ready': () => [start(practice)],
  'run-tested': (now) => learning(testedRun(now - 230_000), now),
  'run-named': (now) => learning(namedRun(now - 900_000), now),
  'run-gating': (now) => learning(gatingRun(now - 230_000), now),
  'run-gated': (now) => learning(gatedRun(now - 900_000), now),
  'run-merging': (now) => learning(mergingRun(now - 230_000, 3), now),
  'run-merged': (now) => learning(mergingRun(now - 900_000), now),
  'run-tainted': (now) => learning(taintedRun(now - 900_000), now),
  'run-waiting': (now) => learning(waitingRun(now - 900_000), now),
  inbox: (now) => [start(ready, 'inbox'), ...lists(now)],
  'inbox-empty': (now) => [start({ ...ready, mode: 'shadow' }, 'inbox'), ...lists(now, [])],
  'inbox-operations': (now) => [start({ ...ready, mode: 'auto' }, 'inbox'), ...lists(now, operationProposals(now))],
  'inbox-gating': (now) => [
    start(ready, 'inbox'),
    { type: 'runs', runs: manyRuns(300, now) },
    {
      type: 'proposals',
      proposals: [{ ...proposal, gate: passed }, quarantined],
      gates: {
        'prop-1': { replays: 18, tokens: 184_000, edits: [0] },
        'prop-q': { replays: 9, tokens: 74_300, edits: [0, 1] },
      },
    },
    { type: 'gating', gates: [{ proposal: 'prop-1', done: 7, of: 18 }] },
  ],
  history: (now) => [
    start(ready, 'history'),
    ...lists(now),
    { type: 'failed', text: text('There is no run “{0}”.', 'run-7'), remedy: 'show-log' },
  ],
  router: (now) => router(now, fullReport(now)),
  'router-simulated': (now) => router(now, fullReport(now, true)),
  'router-empty': (now) => router(now, emptyReport, null),
  'router-early': (now) => router(now, earlyReport(now)),
  'router-large': (now) => router(now, largeReport(now)),
  'router-training': (now) => router(now, trainingReport(now), null),
  'router-explained': (now) => [
    ...router(now, fullReport(now)),
    { type: 'explained', task: 'Rename the scanned invoices of 2025', route: vectorRoute },
  ],
  'router-reading': () => [start(ready, 'router')],
  'learning-empty': () => bench(null),
  'learning-full': () => bench(benchReport()),
  'learning-small': () => bench(smallReport()),
  'router-no-folder': () => [...router(0, null, null)],
};
