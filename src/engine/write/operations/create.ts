import type { ChatMessage } from '../../ports.js';
import { parseSkill } from '../../skills/format.js';
import type { Skill } from '../../skills/skill.js';
import { ask } from '../ask.js';
import { lint } from '../lint.js';
import {
  asked,
  catalogue,
  type Evidence,
  failing,
  librarian,
  oneLine,
  preserved,
  sizeBudget,
  turnedDown,
} from '../prompts.js';
import type { Attempt, WriteOperation } from './operation.js';
import { lintReach } from './reach.js';
import { lintNaming, type Shared, sharedBy } from './shared.js';
import { formatRules, readSkillReply, skillForm } from './skillReply.js';

/** What a new skill is made from. */
export interface CreateInput extends Evidence {
  readonly library: readonly Skill[];
  /** Names that are in use, in lower case, broken folders included. */
  readonly taken: ReadonlySet<string>;
  /** The bucket holds successes without a skill, in `keep`, and no failures; absent: failures. */
  readonly learnedFrom?: 'successes';
}

/** Asks for a new skill. */
export function createPrompt(input: CreateInput, attempt: Pick<Attempt, 'number' | 'of'>): ChatMessage[] {
  const fromSuccesses = input.learnedFrom === 'successes';
  const { words } = sharedBy(bucketOf(input));
  const why = fromSuccesses
    ? 'The episodes passed without a skill. Write one that lets the next task of this kind pass at once: the rules and the way that made them pass, nothing that any task would need.'
    : 'No skill of the library covers the failing episodes. Write one: the rules that would have made them pass, for all tasks of this kind.';
  const content = `${asked('Create a skill', attempt)}
${why}
State the rule, not the instance: no answer and no request of an episode may stand in it. The description says what it is for and when to use it, in the words such tasks use.
Name and description are made of words that at least half of the requests share: ${words.join(', ') || '(none)'}.
${formatRules} Body: at most ${sizeBudget} characters.
Diagnosis: ${oneLine(input.diagnosis)}
If the episodes teach no rule, reply with the one word NOTHING. Otherwise reply with one sentence that says what the skill is for, then the complete SKILL.md in a block fenced by four backticks and the word skill:
${skillForm}

${fromSuccesses ? `## Successful episodes\n${preserved(input)}` : `## Failing episodes\n${failing(input)}`}

## Library
${catalogue(input.library)}

## Rejected edits
${turnedDown(input)}`;
  return [librarian, { role: 'user', content }];
}

/** The episodes that a new skill is about. */
const bucketOf = ({ failures, keep, learnedFrom }: CreateInput): Evidence['failures'] =>
  learnedFrom === 'successes' ? keep : failures;

/** Writes a new skill for what no skill covers (learning.md 2, step 3). */
export const create: WriteOperation<CreateInput> = (model, input, attempt, signal) => {
  const bucket = bucketOf(input);
  const shared = sharedBy(bucket);
  return ask(
    model,
    { messages: createPrompt(input, attempt), temperature: attempt.temperature, seed: attempt.seed },
    (content) => {
      const reply = readSkillReply(content);
      if (!reply) return undefined;
      const skill = lintNew(reply.source, bucket, shared, input);
      return { operation: 'create', skill, after: reply.source, summary: reply.summary };
    },
    signal,
  );
};

/**
 * Checks a new skill. @returns its name
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintNew(
  source: string,
  bucket: Evidence['failures'],
  shared: Shared,
  { taken, requests, settings }: Pick<CreateInput, 'taken' | 'requests' | 'settings'>,
): string {
  const name = lint({ before: null, after: source, name: undefined, episodes: bucket, whole: settings.lint });
  if (taken.has(name.toLowerCase())) throw new Error(`The name ${name} is taken; choose another.`);
  const parsed = parseSkill(source, name);
  const description = parsed.ok ? parsed.description : '';
  if (settings.lint) lintNaming(name, description, shared);
  lintReach('', description, requests);
  return name;
}
