import { contain } from '../act/prompt.js';
import type { Signal } from '../feedback/signal.js';
import { standing } from '../feedback/verdict.js';
import type { RunEvent } from '../events.js';
import { english } from '../text.js';

/** One tool call of a run, as attribution and writing see it. */
export interface TraceCall {
  readonly step: number;
  readonly tool: string;
  /** The arguments as JSON text. */
  readonly input: string;
  readonly output: string;
}

/** A finished run in the form the prompts show. */
export interface Episode {
  readonly run: string;
  readonly prompt: string;
  readonly calls: readonly TraceCall[];
  readonly answer: string;
  readonly outcome: 'success' | 'failure';
  readonly signals: readonly Signal[];
}

/** Longest tool text in a prompt, in characters: enough for the heads of real files, small enough for eight episodes. */
const longest = 4000;

const clip = (value: string): string =>
  value.length <= longest
    ? value
    : `${value.slice(0, longest * 0.75)}\n[… ${value.length - longest} characters left out …]\n${value.slice(-longest * 0.25)}`;

/** Everything of an episode that a quote may come from, cut as the prompt shows it. */
export function episodeBlock(episode: Episode): string {
  const calls = episode.calls.map(
    (call) =>
      `<step n="${call.step}" tool="${call.tool}">\n<input>${contain('step', clip(call.input))}</input>\n<output>\n${contain('step', clip(call.output))}\n</output>\n</step>`,
  );
  const feedback = episode.signals.map((signal) => {
    const lines = [
      english(signal.detail),
      ...(signal.expected === undefined ? [] : [`expected: ${signal.expected}`]),
      ...(signal.check ? [signal.check.tail] : []),
      ...(signal.reason ? [signal.reason] : []),
    ];
    return `<feedback source="${signal.source}">\n${contain('feedback', clip(lines.join('\n')))}\n</feedback>`;
  });
  return [
    `<episode outcome="${episode.outcome}">`,
    `<task>\n${contain('task', episode.prompt)}\n</task>`,
    ...calls,
    `<answer>\n${contain('answer', episode.answer)}\n</answer>`,
    ...feedback,
    '</episode>',
  ].join('\n');
}

/** Rebuilds the episode of a judged run from its events; `undefined` while the outcome is unknown. */
export function episodeOf(events: readonly RunEvent[]): Episode | undefined {
  const started = events.find((event) => event.type === 'run.started');
  const verdict = events.findLast((event) => event.type === 'verdict')?.verdict;
  if (!started || !verdict || verdict.outcome === 'unknown') return undefined;
  const inputs = new Map(events.filter((event) => event.type === 'tool.started').map((event) => [event.call, event]));
  return {
    run: started.run,
    prompt: started.task.prompt,
    calls: events.flatMap((event) => {
      const input = event.type === 'tool.finished' ? inputs.get(event.call) : undefined;
      return event.type === 'tool.finished' && input
        ? [{ step: event.step, tool: input.tool, input: input.input, output: event.output }]
        : [];
    }),
    answer: events.findLast((event) => event.type === 'act.finished')?.answer ?? '',
    outcome: verdict.outcome,
    signals: standing(events.filter((event) => event.type === 'signal').map((event) => event.signal)),
  };
}
