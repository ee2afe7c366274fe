import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import type { FileChange, RunEvent, RunEventBody, RunSummary } from '../../../src/engine/events.js';
import { encodeLine } from '../../../src/engine/store/logLines.js';
import { addEvent, addMark, join, noFacts, telling } from '../../../src/engine/store/runFacts.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { summaryOf } from '../../../src/engine/store/summary.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { text } from '../../../src/engine/text.js';
import { times } from '../../support/soak.js';
import { deadWindow } from './runsSample.js';
import { useTempFolder } from './temp.js';

const file = fc.constantFrom('a', 'b', 'c');
const tokens = fc.option(fc.nat(1000), { freq: 9 });
const body: fc.Arbitrary<RunEventBody> = fc.oneof(
  fc.record({
    type: fc.constant('run.started' as const),
    task: fc.record({ prompt: fc.string() }),
    number: fc.nat(99),
    model: fc.record({ label: fc.string(), simulated: fc.boolean() }),
    limits: fc.constant({ steps: 1, minutes: 1 }),
  }),
  fc.record({
    type: fc.constant('route.decided' as const),
    route: fc.record({
      chosen: fc.option(file),
      version: fc.option(fc.nat(9)),
      by: fc.constant('router' as const),
      candidates: fc.constant([]),
      considered: fc.nat(9),
    }),
    ms: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('step.finished' as const),
    step: fc.nat(5),
    text: fc.string(),
    calls: fc.nat(3),
    usage: fc.record({ promptTokens: tokens, completionTokens: tokens }),
    ms: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('tool.started' as const),
    step: fc.nat(5),
    call: fc.string(),
    tool: fc.string(),
    input: fc.string(),
    title: fc.constant(text('Read {0}', 'a')),
  }),
  fc.record({
    type: fc.constant('file.changed' as const),
    change: fc.record({
      path: file,
      before: fc.option(fc.string()),
      after: fc.option(fc.string()),
      added: fc.nat(9),
      removed: fc.nat(9),
    }),
  }),
  fc.record({ type: fc.constant('file.reverted' as const), path: file }),
  fc.record({
    type: fc.constant('act.finished' as const),
    answer: fc.string(),
    stop: fc.constant('answered' as const),
    ms: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('verdict' as const),
    verdict: fc.record({
      outcome: fc.constantFrom('success' as const, 'failure' as const, 'unknown' as const),
      reason: fc.constant(text('The check passed.')),
    }),
  }),
  fc.constant({ type: 'run.undone' as const, restored: [], kept: [] }),
  fc.record({
    type: fc.constant('run.finished' as const),
    status: fc.constantFrom('done' as const, 'cancelled' as const, 'error' as const),
    ms: fc.nat(99),
  }),
);

/** Few numbers and times, so that equal ones are common. */
const events: fc.Arbitrary<RunEvent[]> = fc.array(
  fc
    .tuple(body, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }))
    .map(([one, seq, at]) => JSON.parse(JSON.stringify({ ...one, run: 'one', seq, at })) as RunEvent),
  { maxLength: 14 },
);

const sumOf = (event: RunEvent): number => parseInt(encodeLine(event).slice(0, 8), 16) | 0;

/** Each event once, in order. */
function inOrder(all: readonly RunEvent[]): RunEvent[] {
  const unique = new Map(all.map((event) => [encodeLine(event), event]));
  return [...unique.values()].sort((a, b) => a.seq - b.seq || a.at - b.at || sumOf(a) - sumOf(b));
}

/** What the summary is meant to be: one event after the other. */
function folded(all: readonly RunEvent[]): RunSummary | undefined {
  const changes = new Map<string, FileChange>();
  let summary: RunSummary | undefined;
  let rest: Partial<RunSummary> = {};
  let [steps, toolCalls, sum]: [number, number, number | null] = [0, 0, 0];
  for (const event of inOrder(all)) {
    if (event.type === 'run.started')
      summary ??= {
        ...{ id: 'one', number: event.number, task: event.task, simulated: event.model.simulated, startedAt: event.at },
        ...{ status: 'running', skill: null, version: null, outcome: 'unknown', answer: '', ms: 0, steps: 0 },
        ...{ toolCalls: 0, tokens: 0, changes: [], undone: false, proposal: null },
      };
    if (event.type === 'route.decided') rest = { ...rest, skill: event.route.chosen, version: event.route.version };
    if (event.type === 'step.finished') {
      const { promptTokens, completionTokens } = event.usage;
      steps++;
      sum =
        sum === null || promptTokens === null || completionTokens === null
          ? null
          : sum + promptTokens + completionTokens;
    }
    if (event.type === 'tool.started') toolCalls++;
    if (event.type === 'file.changed') changes.set(event.change.path, event.change);
    if (event.type === 'file.reverted') changes.delete(event.path);
    if (event.type === 'act.finished') rest = { ...rest, answer: event.answer };
    if (event.type === 'verdict') rest = { ...rest, outcome: event.verdict.outcome };
    if (event.type === 'run.undone') rest = { ...rest, undone: true };
    if (event.type === 'run.finished') rest = { ...rest, status: event.status, ms: event.ms };
  }
  return summary && { ...summary, ...rest, steps, toolCalls, tokens: sum, changes: [...changes.values()] };
}

describe('what is known of a run', function () {
  this.timeout(times(120_000, 0));
  const at = useTempFolder();

  it('does not depend on the order and the parts in which its events are read', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat(3)), (all, places) => {
        const parts = [noFacts(), noFacts(), noFacts()];
        const add = (event: RunEvent, place: number): void => {
          const facts = parts[place % parts.length];
          if (!facts) return;
          const sum = sumOf(event);
          if (telling.has(event.type)) addEvent(facts, event, sum);
          addMark(facts, event.type, { seq: event.seq, at: event.at, sum });
        };
        for (const event of all) {
          const [place = 0, twice = 0] = [...places.take(2)];
          add(event, place);
          // Some stand in two files.
          if (twice === 0) add(event, place + 1);
        }
        const facts = noFacts();
        for (const part of parts) join(facts, part);
        assert.deepEqual(summaryOf('one', facts), folded(all));
        assert.equal(facts.lastSeq, Math.max(0, ...all.map(({ seq }) => seq)));
      }),
      { seed: 31, numRuns: times(5000, 100_000) },
    );
  });

  it('is right while logs of several windows grow', async () => {
    const numRuns = times(150, 3000);
    await fc.assert(
      fc.asyncProperty(events, fc.infiniteStream(fc.nat(8)), async (all, choices) => {
        const dir = await mkdtemp(at('runs-'));
        await mkdir(path.join(dir, '2026-01'));
        const log = new RunLog({ dir, window: createWindowId(), clock: { now: () => 0 } });
        for (const [index, event] of all.entries()) {
          const [place = 0, torn = 0, look = 0] = [...choices.take(3)];
          const target = path.join(dir, '2026-01', `${deadWindow(place % 3)}-1.jsonl`);
          await appendFile(target, encodeLine(event) + (torn === 0 ? '12345678 {"torn\n' : ''));
          if (look > 2) continue;
          const seen = all.slice(0, index + 1);
          const expected = folded(seen);
          const status = expected?.status === 'running' ? 'interrupted' : expected?.status;
          assert.deepEqual(await log.list(), expected && status ? [{ ...expected, status }] : []);
          assert.deepEqual(await log.events('one'), inOrder(seen));
        }
        await log.dispose();
        await rm(dir, { recursive: true });
      }),
      { seed: 32, numRuns },
    );
  });
});
