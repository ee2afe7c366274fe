import { contain } from '../act/prompt.js';
import type { Signal } from '../feedback/signal.js';
import { standing } from '../feedback/verdict.js';
import type { RunEvent } from '../events.js';
import { redact } from '../safety/redact.js';
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

/** The same episode without secrets: the task, the answer, the check's output and the person's words come as they were. */
export const withoutSecrets = (episode: Episode): Episode => ({
  ...episode,
  prompt: redact(episode.prompt),
  answer: redact(episode.answer),
  calls: episode.calls.map((call) => ({ ...call, input: redact(call.input), output: redact(call.output) })),
  signals: episode.signals.map(({ detail, ...signal }) => ({
    ...signal,
    detail: { ...detail, args: detail.args.map((arg) => (typeof arg === 'string' ? redact(arg) : arg)) },
    ...(signal.check ? { check: { ...signal.check, tail: redact(signal.check.tail) } } : {}),
    ...(signal.reason === undefined ? {} : { reason: redact(signal.reason) }),
    ...(signal.expected === undefined ? {} : { expected: redact(signal.expected) }),
  })),
});

/** What a signal says besides that something was right or wrong. */
export const wordsOf = ({ expected, check, reason }: Signal): readonly string[] => [
  ...(expected === undefined ? [] : [`expected: ${expected}`]),
  ...(check ? [check.tail] : []),
  ...(reason ? [reason] : []),
];

/** Longest tool text in a prompt, in characters: enough for the heads of real files, small enough for eight episodes. */
const longestText = 4000;

/** What is shown of a text: all of it, or three quarters from its beginning and one from its end. */
export const shownOf = (value: string, longest: number): readonly string[] =>
  value.length <= longest
    ? [value]
    : [value.slice(0, Math.floor(longest * 0.75)), value.slice(-Math.ceil(longest * 0.25))];

/** Everything of an episode that a quote may come from, cut as the prompt shows it. */
export const episodeBlock = (episode: Episode): string => episodeCut(episode, longestText);

/** As {@link episodeBlock}, with at most so many characters of the input, and of the output, of each call. */
export function episodeCut(episode: Episode, longest: number): string {
  const clip = (value: string): string =>
    shownOf(value, longest).join(`\n[… ${value.length - longest} characters left out …]\n`);
  const calls = episode.calls.map(
    (call) =>
      `<step n="${call.step}" tool="${call.tool}">\n<input>${contain('step', clip(call.input))}</input>\n<output>\n${contain('step', clip(call.output))}\n</output>\n</step>`,
  );
  const feedback = episode.signals.map((signal) => {
    const lines = [english(signal.detail), ...wordsOf(signal)];
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
