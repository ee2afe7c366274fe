import * as z from 'zod';
import type { ChatModel } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import { askModel, readJson } from './ask.js';
import { type Attribution, causes, type Quote } from './attribution.js';
import { type Episode, episodeBlock } from './episode.js';
import { attributionPrompt } from './prompts.js';

const reply = z.object({
  cause: z.enum(causes),
  skill: z.string().nullish(),
  line: z.number().int().positive().nullish(),
  confidence: z.number().min(0).max(1),
  reason: z.string().max(2000),
  quotes: z
    .array(
      z.object({ from: z.enum(['skill', 'check', 'step', 'task']), at: z.number().int().nullish(), text: z.string() }),
    )
    .max(8),
});

/** Shorter quotes stand in every text and prove nothing. */
const shortestQuote = 4;

/** Asks the model why a run failed and keeps only the quotes that really stand in what it was shown. */
export async function attribute(
  model: ChatModel,
  episode: Episode,
  used: { skill: Skill; version: number } | undefined,
  library: readonly Skill[],
  signal: AbortSignal,
): Promise<Attribution> {
  const said = await askModel(
    model,
    attributionPrompt(episode, used, library),
    (content) => readJson(content, reply),
    signal,
  );
  const quotes = said.quotes.flatMap((quote): Quote[] => {
    const place = find(quote, episode, used?.skill);
    return place === undefined ? [] : [{ from: quote.from, text: quote.text, ...(place > 0 ? { at: place } : {}) }];
  });
  const unverified = said.quotes.length - quotes.length;
  const named = library.find((skill) => skill.name === said.skill)?.name ?? null;
  const defect = said.cause === 'skill_defect' || said.cause === 'execution_lapse';
  const skill = said.cause === 'missing_skill' ? null : defect ? (used?.skill.name ?? named) : named;
  const lines = used?.skill.text.split('\n').length ?? 0;
  return {
    cause: said.cause,
    skill,
    ...(said.line && said.line <= lines && skill === used?.skill.name ? { line: said.line } : {}),
    confidence: unverified > 0 || quotes.length === 0 ? said.confidence / 2 : said.confidence,
    reason: said.reason,
    quotes,
    unverified,
  };
}

/** Where a quote stands: a line or step from 1, 0 for places without a number, undefined when it is made up. */
function find(
  quote: { from: Quote['from']; at?: number | null | undefined; text: string },
  episode: Episode,
  skill: Skill | undefined,
): number | undefined {
  const wanted = quote.text.trim();
  if (wanted.length < shortestQuote) return undefined;
  if (quote.from === 'skill') {
    const lines = skill?.text.split('\n') ?? [];
    const stated = quote.at ?? 0;
    if (lines[stated - 1]?.includes(wanted)) return stated;
    const index = lines.findIndex((line) => line.includes(wanted));
    return index < 0 ? undefined : index + 1;
  }
  if (quote.from === 'step') {
    const holds = (call: Episode['calls'][number]): boolean =>
      call.output.includes(wanted) || call.input.includes(wanted) || values(call.input).includes(wanted);
    const call = episode.calls.find((one) => one.step === quote.at && holds(one)) ?? episode.calls.find(holds);
    return call?.step;
  }
  const source = quote.from === 'task' ? episode.prompt : episodeBlock({ ...episode, calls: [], prompt: '' });
  return source.includes(wanted) ? 0 : undefined;
}

/** The string arguments of a call, so that a quote of a written file is found although its JSON escapes line ends and quotes. */
function values(input: string): string {
  try {
    const parsed: unknown = JSON.parse(input);
    return parsed && typeof parsed === 'object'
      ? Object.values(parsed)
          .filter((value) => typeof value === 'string')
          .join('\n')
      : '';
  } catch {
    return '';
  }
}
