import assert from 'node:assert/strict';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import type { Signal } from '../../../src/engine/feedback/signal.js';
import type { Route } from '../../../src/engine/read/route.js';
import { encodeLine } from '../../../src/engine/store/logLines.js';
import { addEvent, addMark, join, type NewSkill, noFacts, type RunFacts } from '../../../src/engine/store/runFacts.js';
import { recordOf, type RunRecord } from '../../../src/engine/store/runRecord.js';
import { summaryOf } from '../../../src/engine/store/summary.js';
import { text } from '../../../src/engine/text.js';
import { proposal } from '../host/treeFixture.js';
import type { Attribution } from '../../../src/engine/write/attribution.js';

/** A run as far as the router is concerned. */
export interface RoutedSample {
  readonly run: string;
  readonly number: number;
  readonly prompt?: string;
  readonly skill: string | null;
  readonly by?: Route['by'];
  readonly outcome?: 'success' | 'failure';
  readonly decidedBy?: Signal['source'];
  readonly attribution?: Pick<Attribution, 'cause' | 'skill' | 'confidence' | 'by'>;
  readonly retryOf?: string;
  readonly probability?: number;
  /** The first picks of the router, BM25F and the usage bonus, best first. */
  readonly picks?: {
    readonly router: readonly string[];
    readonly bm25: readonly string[];
    readonly usage: readonly string[];
  };
  readonly status?: 'done' | 'cancelled';
  /** A new skill that was proposed after it. */
  readonly newSkill?: NewSkill;
  /** Text from the web took part. */
  readonly tainted?: boolean;
}

const at = (number: number): number => Date.UTC(2026, 0, 15) + number * 60_000;

/** The events that the engine would log of it, a second apart. */
export function routedRun(sample: RoutedSample): RunEvent[] {
  return bodiesOf(sample).map((body, index) => ({
    ...body,
    run: sample.run,
    seq: index + 1,
    at: at(sample.number) + index * 1000,
  }));
}

/** A verdict that comes later than everything else. */
export function verdictLater(sample: RoutedSample, outcome: 'success' | 'failure'): RunEvent {
  return { ...verdict(outcome, 'user'), run: sample.run, seq: 100, at: at(sample.number) + 86_400_000 };
}

const verdict = (outcome: 'success' | 'failure', decidedBy: Signal['source']): RunEventBody => ({
  type: 'verdict',
  verdict: { outcome, decidedBy, reason: text('The check passed.') },
});

function bodiesOf(sample: RoutedSample): RunEventBody[] {
  const {
    number,
    skill,
    picks,
    outcome,
    decidedBy = 'check',
    attribution,
    retryOf,
    status = 'done',
    newSkill,
  } = sample;
  return [
    {
      type: 'run.started',
      task: { prompt: sample.prompt ?? `Do task ${number}.` },
      number,
      model: { label: 'practice model', simulated: true },
      limits: { steps: 20, minutes: 5 },
      ...(retryOf === undefined ? {} : { retryOf }),
    },
    {
      type: 'route.decided',
      route: {
        ...{ chosen: skill, version: skill === null ? null : 1, by: sample.by ?? 'router', considered: 3 },
        candidates: candidatesOf(sample),
        ...(picks ? { rivals: { bm25: picks.bm25, usage: picks.usage } } : {}),
      },
      ms: 1,
    },
    ...(sample.tainted ? [{ type: 'tainted' as const, taint: { from: 'web' as const, what: 'curl', step: 1 } }] : []),
    ...(outcome === undefined ? [] : [verdict(outcome, decidedBy)]),
    ...(attribution
      ? [
          {
            type: 'attribution' as const,
            attribution: { ...attribution, reason: '', quotes: [], unverified: 0 },
            ms: 1,
          },
        ]
      : []),
    ...(newSkill
      ? [
          {
            type: 'proposal' as const,
            proposal: proposal('p-1', newSkill.skill, { ...newSkill, operation: 'create' }),
            ms: 1,
          },
        ]
      : []),
    { type: 'run.finished', status, ms: 5 },
  ];
}

function candidatesOf({ skill, picks, probability = 0.5 }: RoutedSample): Route['candidates'] {
  const names = [...(picks?.router ?? [])];
  if (skill !== null && !names.includes(skill)) names.push(skill);
  return names.map((name, index) => ({
    ...{ skill: name, version: 1, score: 9 - index, parts: [], words: [], why: text('Chosen: it matches “{0}”.', '') },
    ...(name === skill ? { probability } : {}),
  }));
}

/** What the run log keeps of these events of one run. */
export function recordFrom(events: readonly RunEvent[]): RunRecord {
  const parts = events.map((event): RunFacts => {
    const facts = noFacts();
    const sum = parseInt(encodeLine(event).slice(0, 8), 16) | 0;
    addEvent(facts, event, sum);
    addMark(facts, event.type, { seq: event.seq, at: event.at, sum });
    return facts;
  });
  const facts = noFacts();
  for (const part of parts) join(facts, part);
  const summary = summaryOf(events[0]?.run ?? '', facts);
  assert.ok(summary);
  return recordOf(summary, facts);
}
