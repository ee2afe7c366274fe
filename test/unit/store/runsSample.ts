import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import { encodeLine } from '../../../src/engine/store/logLines.js';
import { RunLog, type RunLogOptions } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { text } from '../../../src/engine/text.js';

/** A window that has ended: no process has this number. */
export const deadWindow = (n: number): string => `4194305-${n}-${n.toString(16).padStart(6, '0')}`;

export interface Sample {
  readonly run: string;
  readonly number: number;
  /** Milliseconds since the epoch; the events follow a second apart. */
  readonly at?: number;
  readonly skill?: string;
  readonly steps?: number;
  /** Characters of each tool's output. */
  readonly output?: number;
  readonly outcome?: 'success' | 'failure';
  /** The log ends before the run does. */
  readonly unfinished?: boolean;
}

/** The events of a run as the engine would log them. */
export function sampleRun(sample: Sample): RunEvent[] {
  const { run, at = Date.UTC(2026, 0, 15) } = sample;
  return sampleBodies(sample).map((body, index) => ({ ...body, run, seq: index + 1, at: at + index * 1000 }));
}

/** The same before they are stamped. */
export function sampleBodies(sample: Sample): RunEventBody[] {
  const { run, number, skill = 'tag-writer', steps = 1, output = 100 } = sample;
  const bodies: RunEventBody[] = [
    {
      type: 'run.started',
      task: { prompt: `Write asset tag ${number}.` },
      number,
      model: { label: 'practice model', simulated: true },
      limits: { steps: 20, minutes: 5 },
    },
    {
      type: 'route.decided',
      route: { chosen: skill, version: 2, by: 'router', candidates: [], considered: 3 },
      ms: 3,
    },
  ];
  for (let step = 1; step <= steps; step++) {
    const call = `call-${step}`;
    bodies.push(
      { type: 'step.started', step },
      {
        type: 'step.finished',
        step,
        text: `Step ${step} of ${run}.`,
        calls: 1,
        usage: { promptTokens: 100, completionTokens: 10 },
        ms: 20,
      },
      { type: 'tool.started', step, call, tool: 'read_file', input: '{"path":"a"}', title: text('Read {0}', 'a') },
      {
        type: 'tool.finished',
        step,
        call,
        ok: true,
        output: `"run":"x","seq":1,"at":2}\n`.repeat(Math.ceil(output / 27)).slice(0, output),
        summary: text('Read {0}', 'a'),
        ms: 5,
      },
    );
  }
  bodies.push({
    type: 'file.changed',
    change: { path: `tags/${number}.txt`, before: null, after: 'a'.repeat(64), added: 1, removed: 0 },
  });
  if (!sample.unfinished)
    bodies.push(
      { type: 'act.finished', answer: `Tag ${number} is written.`, stop: 'answered', ms: 50 },
      { type: 'verdict', verdict: { outcome: sample.outcome ?? 'success', reason: text('The check passed.') } },
      { type: 'run.finished', status: 'done', ms: 80 },
    );
  return bodies;
}

/** What the person says of a run. */
export const good: RunEventBody = { type: 'verdict', verdict: { outcome: 'success', reason: text('You said so.') } };
export const bad: RunEventBody = { type: 'verdict', verdict: { outcome: 'failure', reason: text('You said so.') } };

/** Stamps and appends events. */
export async function record(log: RunLog, run: string, ...bodies: readonly RunEventBody[]): Promise<RunEvent[]> {
  const events = bodies.map((body) => log.stamp(run, body));
  await Promise.all(events.map((event) => log.append(event)));
  return events;
}

/** Opens run logs of a folder, each as a window of its own in February 2026 unless it is told otherwise, and lets them go after the test. */
export function useRunLogs(at: (name: string) => string): (options?: Partial<RunLogOptions>) => RunLog {
  const opened: RunLog[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((log) => log.dispose())));
  return (options) => {
    const clock = { now: () => Date.UTC(2026, 1, 3) };
    const log = new RunLog({ dir: at('runs'), window: createWindowId(), clock, ...options });
    opened.push(log);
    return log;
  };
}

/** Writes a log file as a window would have; missing folders are made. */
export function writeLog(file: string, events: readonly RunEvent[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, events.map((event) => encodeLine(event)).join(''));
}
