import type { House } from '../kb/house.js';
import { type Understood, understand } from '../kb/understand.js';

export interface EpisodeStep {
  readonly step: number;
  readonly tool: string;
  readonly input: string;
  readonly output: string;
}

/** A past run as a prompt shows it. */
export interface Episode {
  readonly task: string;
  readonly understood: Understood | undefined;
  readonly steps: readonly EpisodeStep[];
  /** The files that were read whole, by the path they were asked by. */
  readonly files: Readonly<Record<string, string>>;
  readonly answer: string;
  readonly feedback: readonly string[];
  /** What the feedback says the answer should have been. */
  readonly expected: string | undefined;
}

/** The text between a heading of the prompt and the next one of its headings. */
export function section(prompt: string, heading: string, next: readonly string[]): string {
  const start = prompt.indexOf(`\n## ${heading}\n`);
  if (start < 0) return '';
  const from = start + heading.length + 5;
  const ends = next.map((other) => prompt.indexOf(`\n## ${other}\n`, from - 1)).filter((index) => index >= 0);
  return prompt.slice(from, Math.min(prompt.length, ...ends));
}

/** The episodes of a section. */
export function episodesIn(text: string): Episode[] {
  return [...text.matchAll(/<episode outcome="\w+">\n([\s\S]*?)\n<\/episode>/g)].map(([, block = '']) =>
    readEpisode(block),
  );
}

function readEpisode(block: string): Episode {
  const tagged = (tag: string): string[] =>
    [...block.matchAll(new RegExp(`<${tag}(?: [^>]*)?>\\n([\\s\\S]*?)\\n</${tag}>`, 'g'))].map(([, body = '']) =>
      released(tag, body),
    );
  const task = (tagged('task')[0] ?? '').trim();
  const steps = stepsIn(block);
  const feedback = tagged('feedback');
  return {
    task,
    understood: understand(task),
    steps,
    files: Object.fromEntries(steps.flatMap(fileRead)),
    answer: (tagged('answer').at(-1) ?? '').trim(),
    feedback,
    expected: /expected: (.*)/.exec(feedback.join('\n'))?.[1]?.trim(),
  };
}

/** Undoes the escape that keeps text from closing its tag. */
export const released = (tag: string, text: string): string => text.replaceAll(`<\\/${tag}`, `</${tag}`);

const stepPattern =
  /<step n="(\d+)" tool="([^"]*)">\n<input>([\s\S]*?)<\/input>\n<output>\n([\s\S]*?)\n<\/output>\n<\/step>/g;

const stepsIn = (block: string): EpisodeStep[] =>
  [...block.matchAll(stepPattern)].map(([, step, tool = '', input = '', output = '']) => ({
    step: Number(step),
    tool,
    input: released('step', input),
    output: released('step', output),
  }));

function fileRead({ tool, input, output }: EpisodeStep): [string, string][] {
  if (tool !== 'read_file') return [];
  const path = /"path"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(input)?.[1];
  return path === undefined ? [] : [[String(JSON.parse(`"${path}"`)), output]];
}

/** The answer under the conventions of a house, `undefined` when the episode does not hold what it takes. */
export function answerUnder(episode: Episode, house: House): string | undefined {
  if (!episode.understood) return undefined;
  const { kind, asked } = episode.understood;
  const file = asked.file;
  const input = file === undefined ? '' : episode.files[file];
  if (input === undefined) return undefined;
  try {
    return kind.solve(asked, house, input);
  } catch {
    // Dates and numbers a person mistyped make the calculation throw: no answer then.
    return undefined;
  }
}
