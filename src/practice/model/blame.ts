import { choose } from '../hash.js';
import { commonSense, type Convention, hear, type House, sentence, settle } from '../kb/house.js';
import { topicWords } from '../words.js';
import { answerUnder, type Episode } from './episode.js';
import { explain } from './induce.js';
import { lineFor } from './memory.js';
import { expectedQuote, failureQuote, type Quote, resultQuote, ruleQuote, taskQuote } from './quotes.js';
import type { SkillText } from './skillText.js';
import { requestWords } from './subject.js';
import { couldNotFinish } from './toolResult.js';

/** What a failed run is blamed on, in the form the prompt asks for. */
export interface Blame {
  readonly cause: 'skill_defect' | 'missing_skill' | 'wrong_skill' | 'execution_lapse' | 'environment' | 'bad_task';
  readonly skill: string | null;
  readonly line: number | null;
  readonly confidence: number;
  readonly reason: string;
  readonly quotes: readonly Quote[];
}

/** A skill as the library lists it. */
export interface Listed {
  readonly name: string;
  readonly description: string;
}

/** The run to explain and what is known around it. */
export interface Failure {
  readonly episode: Episode;
  /** The skills it was given. */
  readonly used: readonly SkillText[];
  readonly library: readonly Listed[];
  /** Decides between explanations that fit equally well. */
  readonly key: string;
}

/** Words a skill must share with the task to be about it. */
const enoughWords = 2;

/** Finds the cause by comparing words and recalculating the answer. */
export function blame(failure: Failure): Blame {
  const { episode, used, library } = failure;
  const denied = failureQuote(episode);
  if (denied.length && episode.answer === couldNotFinish)
    return verdict('environment', null, 0.9, 'A tool call was denied or failed, so the run gave up.', denied);
  const evidence = [...expectedQuote(episode), ...resultQuote(episode)];
  if (!episode.understood)
    return verdict('bad_task', null, 0.8, 'A simulated model knows only the practice tasks; this is not one of them.', [
      ...taskQuote(episode),
      ...evidence,
    ]);

  const overlap = overlapWith(episode);
  const skill = [...used].sort((a, b) => overlap(b) - overlap(a))[0];
  const rules = skill ? rulesOf(skill) : [];
  const house = settle(commonSense, rules);
  if (skill && rules.length && episode.expected !== undefined && answerUnder(episode, house) === episode.expected)
    return verdict(
      'execution_lapse',
      skill.name,
      0.85,
      `The rules of ${skill.name} give the expected answer.`,
      evidence,
    );

  const changes = explanation(failure, house);
  if (!changes && episode.expected !== undefined)
    return verdict('bad_task', null, 0.6, 'No rule I know of gives the answer that was expected.', evidence);

  const others = library.filter(({ name }) => !used.some((one) => one.name === name));
  const better = [...others].sort((a, b) => overlap(b) - overlap(a))[0];
  if (better && overlap(better) >= enoughWords && (!skill || overlap(better) > overlap(skill)))
    return verdict('wrong_skill', better.name, 0.7, `${better.name} has more of the words of the task.`, [
      ...taskQuote(episode),
      ...evidence,
    ]);
  if (skill && overlap(skill) >= enoughWords) return defect(skill, changes, evidence);
  const rule = changes ? ` The expected answer comes out with another rule: ${changes.map(sentence).join(' ')}` : '';
  return verdict('missing_skill', null, 0.8, `No skill of the library is about this.${rule}`, [
    ...evidence,
    ...taskQuote(episode),
  ]);
}

/** One of the causes that could as well have been named, for the models that err. */
export function mistakenBlame({ episode, used, library, key }: Failure): Blame {
  const evidence = [...expectedQuote(episode), ...taskQuote(episode)];
  const missing = verdict('missing_skill', null, 0.7, 'No skill seems to be about this.', evidence);
  const wrong: readonly Blame[] = [
    missing,
    verdict(
      'execution_lapse',
      used[0]?.name ?? null,
      0.7,
      'The rules seem right, the run did not follow them.',
      evidence,
    ),
    ...library.map(({ name }) => verdict('skill_defect', name, 0.7, `A rule of ${name} seems wrong.`, evidence)),
  ];
  return choose(wrong, `${key}b`) ?? missing;
}

/** A rule of the skill is wrong, or one is missing. */
function defect(skill: SkillText, changes: readonly Convention[] | undefined, evidence: readonly Quote[]): Blame {
  if (!changes)
    return verdict(
      'skill_defect',
      skill.name,
      0.5,
      `Without an expected answer I can only suspect ${skill.name}.`,
      evidence,
    );
  const comesOut = `the expected answer comes out only with: ${changes.map(sentence).join(' ')}`;
  const line = changes.map(({ slot }) => lineFor(skill.recipe, slot)).find((found) => found !== undefined);
  if (!line) return verdict('skill_defect', skill.name, 0.8, `${skill.name} lacks a rule; ${comesOut}`, evidence);
  const reason = `Line ${line.line} of ${skill.name} says “${line.says}”, but ${comesOut}`;
  return { ...verdict('skill_defect', skill.name, 0.9, reason, [...ruleQuote(line), ...evidence]), line: line.line };
}

/** The changes of convention that explain the expected answer, `undefined` when none do. */
function explanation({ episode, key }: Failure, house: House): readonly Convention[] | undefined {
  const { complete } = explain(house, { failures: [episode], keep: [] }, () => false);
  return choose(complete, key);
}

const rulesOf = (skill: SkillText): Convention[] => skill.recipe.flatMap(({ says }) => hear(says) ?? []);

/** How many words of the task stand in the name or description of a skill. */
function overlapWith(episode: Episode): (skill: Listed) => number {
  const wanted = new Set(requestWords(episode));
  return ({ name, description }) => {
    const words = [...topicWords(name.replaceAll('-', ' ')), ...topicWords(description)];
    return new Set(words.filter((word) => wanted.has(word))).size;
  };
}

const verdict = (
  cause: Blame['cause'],
  skill: string | null,
  confidence: number,
  reason: string,
  quotes: readonly Quote[],
): Blame => ({ cause, skill, line: null, confidence, reason, quotes: quotes.slice(0, 4) });
