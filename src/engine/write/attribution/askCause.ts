import * as z from 'zod';
import { redactLines } from '../../safety/redact.js';
import { askModel, readJson } from '../ask.js';
import { type Attribution, causes, sureEnough } from '../attribution.js';
import { listedFor } from './catalogue.js';
import { type CauseInput, slateOf } from './input.js';
import { noneToBlame } from './noSkill.js';
import { attributionPrompt } from './prompt.js';
import { verifyQuotes } from './quotes.js';

const reply = z.object({
  cause: z.enum(causes),
  skill: z.string().nullish(),
  line: z.number().int().nullish(),
  step: z.number().int().nullish(),
  confidence: z.number().min(0).max(1),
  reason: z.string().max(2000),
  quotes: z
    .array(
      z.object({
        from: z.enum(['skill', 'check', 'step', 'task']),
        at: z.number().int().nullish(),
        text: z.string().max(2000),
      }),
    )
    .max(8),
});
type Reply = z.infer<typeof reply>;

/** The most confidence that is left to an answer without sound evidence: too little for anything to follow from it. */
export const unsure = sureEnough - 0.01;

/**
 * Asks the model why a run failed, with the whole trace, the skill with its line numbers and a catalogue of the library, and keeps only the quotes that
 * really stand in what it was shown.
 * @param input its episode without secrets
 * @throws {HumanError} when the model gives no readable reply
 * @throws {CancelledError} when the signal fires
 */
export async function askCause(input: CauseInput, signal: AbortSignal): Promise<Attribution> {
  const { episode } = input;
  const used = input.used && {
    skill: { ...input.used.skill, text: redactLines(input.used.skill.text) },
    version: input.used.version,
  };
  const listed = await listedFor(episode.prompt, input.library, slateOf(input.events));
  const said = await askModel(
    input.model,
    attributionPrompt(episode, used, listed),
    (content) => readJson(content, reply),
    signal,
  );
  const { quotes, unverified } = verifyQuotes(said.quotes, episode, used?.skill.text);
  const none = said.cause === 'skill_defect' && unverified === 0 ? noneToBlame(input) : undefined;
  if (none) return none;
  const { skill, contradicts } = blamed(said, input);
  const line = skill !== null && skill === used?.skill.name ? lineOf(said, used.skill.text) : undefined;
  const step = episode.calls.some((call) => call.step === said.step) ? said.step : undefined;
  const sound = unverified === 0 && quotes.length > 0 && !contradicts;
  return {
    cause: said.cause,
    by: 'model',
    skill,
    ...(line === undefined ? {} : { line }),
    ...(typeof step === 'number' ? { step } : {}),
    confidence: sound ? said.confidence : Math.min(said.confidence / 2, unsure),
    reason: said.reason,
    quotes,
    unverified,
  };
}

/** The skill an answer is about. It contradicts itself when it blames one that was not in use, or calls the used one a better choice than itself. */
function blamed(
  said: Reply,
  { used, library }: CauseInput,
): { readonly skill: string | null; readonly contradicts: boolean } {
  const named = library.find(({ name }) => name === said.skill)?.name ?? null;
  const inUse = used?.skill.name ?? null;
  switch (said.cause) {
    case 'skill_defect':
    case 'execution_lapse':
      return { skill: inUse, contradicts: named !== null && named !== inUse };
    case 'wrong_skill':
      return named === inUse ? { skill: null, contradicts: named !== null } : { skill: named, contradicts: false };
    case 'missing_skill':
    case 'environment':
    case 'bad_task':
      return { skill: null, contradicts: false };
  }
}

/** The line an answer names, if there is one; SKILL.md as an editor counts it. */
function lineOf({ line }: Reply, text: string): number | undefined {
  return typeof line === 'number' && line >= 1 && line <= text.split('\n').length ? line : undefined;
}
