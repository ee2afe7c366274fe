import * as z from 'zod';
import { HumanError, throwIfCancelled } from '../errors.js';
import type { ChatModel } from '../ports.js';
import { type Text, text } from '../text.js';
import { askModel, readJson } from '../write/ask.js';
import { Meter } from '../write/spent.js';
import { type Judging, judgePrompt } from './judgePrompt.js';
import type { Judgement, Outcome, Signal, Vote } from './signal.js';
import { strengths, sureJudge } from './strength.js';

/** Odd, so that success and failure cannot tie; three is the least that shows disagreement. */
export const votes = 3;
/** Votes that are all alike because nothing varies would say nothing. */
const temperature = 0.7;

const reply = z.object({
  verdict: z.enum(['success', 'failure', 'unsure']),
  confidence: z.number().min(0).max(1),
  reason: z.string().max(2000),
});

/**
 * Lets a model judge a run by a rubric, {@link votes} times with different seeds. Its majority counts only from {@link sureJudge} on; a judge that
 * cannot be reached, or is not sure, leaves the run unjudged.
 * @throws {CancelledError} when the signal fires
 */
export async function askJudge(model: ChatModel, judging: Judging, signal: AbortSignal): Promise<Signal> {
  const meter = new Meter(model);
  const started = performance.now();
  const seeds = Array.from({ length: votes }, (_, index) => index + 1);
  const replies = await Promise.all(seeds.map((seed) => vote(seeded(meter, seed), judging, signal)));
  throwIfCancelled(signal);
  const cast = replies.flatMap((one) => (one instanceof HumanError ? [] : [one]));
  const problem = replies.find((one) => one instanceof HumanError);
  // The votes are asked for at the same time: what they took together is not the sum of what each took.
  const spent = { ...meter.spent, ms: performance.now() - started };
  const { label, simulated } = model.info;
  const counted = count(cast);
  const judge: Judgement = { votes: cast, confidence: counted.confidence, model: { label, simulated }, spent };
  return cast.length === 0 && problem
    ? judged('unknown', text('The judge could not be asked: {0}', problem.message), judge)
    : judged(...verdict(counted, judge), judge);
}

const judged = (outcome: Outcome, detail: Text, judge: Judgement): Signal => ({
  source: 'judge',
  outcome,
  strength: outcome === 'unknown' ? strengths.nothing : strengths.judge,
  detail,
  judge,
});

/** One vote; what kept it from being cast where the model failed. */
async function vote(model: ChatModel, judging: Judging, signal: AbortSignal): Promise<Vote | HumanError> {
  try {
    const said = await askModel(model, judgePrompt(judging), (content) => readJson(content, reply), signal);
    const outcome = said.verdict === 'unsure' ? 'unknown' : said.verdict;
    return { outcome, confidence: said.confidence, reason: said.reason };
  } catch (error) {
    if (error instanceof HumanError) return error;
    throw error;
  }
}

/** The outcome with most votes, and the confidence in it: votes that were not cast, or were for something else, count as none. */
export function count(cast: readonly Vote[]): { readonly outcome: Outcome; readonly confidence: number } {
  const sum = (outcome: Outcome): { readonly votes: number; readonly confidence: number } => {
    const some = cast.filter((one) => one.outcome === outcome);
    return { votes: some.length, confidence: some.reduce((all, { confidence }) => all + confidence, 0) / votes };
  };
  const [success, failure] = [sum('success'), sum('failure')];
  const majority = Math.floor(votes / 2) + 1;
  if (success.votes >= majority) return { outcome: 'success', confidence: success.confidence };
  if (failure.votes >= majority) return { outcome: 'failure', confidence: failure.confidence };
  return { outcome: 'unknown', confidence: 0 };
}

function verdict({ outcome, confidence }: ReturnType<typeof count>, { votes: cast }: Judgement): [Outcome, Text] {
  const percent = Math.round(confidence * 100);
  const agreeing = cast.filter((one) => one.outcome === outcome).length;
  if (outcome === 'unknown') return ['unknown', text('The judge’s votes have no majority.')];
  // As it is stated: what reads as 70 % must count as 70 %.
  if (percent < sureJudge * 100) return ['unknown', text('The judge is not sure enough ({0} %).', percent)];
  return outcome === 'success'
    ? [outcome, text('LLM-judged: right, {0} of {1} votes, {2} % sure.', agreeing, votes, percent)]
    : [outcome, text('LLM-judged: wrong, {0} of {1} votes, {2} % sure.', agreeing, votes, percent)];
}

/** The same model with another seed: the practice model's only source of variety, and many endpoints'. */
const seeded = (model: ChatModel, seed: number): ChatModel => ({
  info: model.info,
  chat: (request, progress, signal) => model.chat({ ...request, seed, temperature }, progress, signal),
});
