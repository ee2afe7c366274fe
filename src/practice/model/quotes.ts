import type { Episode, EpisodeStep } from './episode.js';
import type { RecipeLine } from './skillText.js';
import { failureIn } from './toolResult.js';

/** A verbatim piece of the prompt. */
export interface Quote {
  readonly from: 'skill' | 'check' | 'step' | 'task';
  readonly at: number | null;
  readonly text: string;
}

/** Shorter pieces stand in every text and prove nothing. */
const shortest = 4;

const quote = (from: Quote['from'], at: number | null, text: string | undefined): Quote[] => {
  const piece = text?.trim() ?? '';
  return piece.length < shortest ? [] : [{ from, at, text: piece }];
};

const lineWith = (text: string, piece: string): string | undefined =>
  text.split(/\r?\n/).find((line) => line.includes(piece));

/** The line of the feedback that says what was expected. */
export const expectedQuote = ({ feedback }: Episode): Quote[] =>
  quote('check', null, lineWith(feedback.join('\n'), 'expected: '));

export const taskQuote = ({ task }: Episode): Quote[] => quote('task', null, task.split(/\r?\n/)[0]);

export const ruleQuote = ({ line, raw }: RecipeLine): Quote[] => quote('skill', line, raw);

/** The line of the last step that holds the answer; where that is too short to prove anything, the command that printed it. */
export function resultQuote({ steps, answer }: Episode): Quote[] {
  const last = steps.findLast(({ output }) => answer !== '' && output.includes(answer));
  if (!last) return [];
  const printed = quote('step', last.step, lineWith(last.output, answer));
  return printed.length ? printed : quote('step', last.step, commandOf(last));
}

/** The line by which a tool reported a failure or a denial. */
export function failureQuote({ steps }: Episode): Quote[] {
  const failed = steps.find(({ output }) => failureIn(output) !== undefined);
  return failed ? quote('step', failed.step, failed.output.trim().split(/\r?\n/)[0]) : [];
}

function commandOf({ input }: EpisodeStep): string | undefined {
  try {
    const { command } = JSON.parse(input) as { readonly command?: unknown };
    return typeof command === 'string' ? command : undefined;
  } catch {
    // A clipped input is no JSON any more.
    return undefined;
  }
}
