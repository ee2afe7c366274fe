import type { ParsedSkill } from '../skills/format.js';
import { readFrontMatter } from '../skills/frontmatter.js';
import { lintSkill } from '../skills/lint/lintSkill.js';
import type { Diagnostic } from '../skills/skill.js';
import { english } from '../text.js';
import type { Episode } from './episode.js';
import { sizeBudget } from './prompts.js';

/** Warnings about what somebody else wrote that a text of ours must not give cause for. */
const unwanted = /^(?:command-.*|hidden-characters|secret|injection|base64-blob|unknown-key|host-key|statistics)$/;

const faultsOf = ({ diagnostics }: ParsedSkill): readonly Diagnostic[] =>
  diagnostics.filter(({ severity, code }) => severity === 'error' || unwanted.test(code));

/** Requests shorter than this stand in many texts by chance. */
const shortestRequest = 12;

/**
 * Static checks of a changed or new SKILL.md, free of model calls (learning.md 2, step 5).
 * @param input `before` is null for a new skill, `name` undefined when the writer chooses it
 * @returns the skill's name
 * @throws {Error} whose message tells the writer what to correct
 */
export function lint(input: {
  readonly before: string | null;
  readonly after: string;
  readonly name: string | undefined;
  readonly episodes: readonly Episode[];
}): string {
  const { before, after } = input;
  const front = readFrontMatter(after);
  const stated = front.ok ? front.fields.name?.value : undefined;
  const name = input.name ?? (typeof stated === 'string' ? stated : '');
  const parsed = lintSkill({ source: after, folder: name });
  const faults = faultsOf(parsed);
  // A skill from elsewhere may break rules already: the writer answers for what it adds.
  const old = new Set(
    before === null ? [] : faultsOf(lintSkill({ source: before, folder: name })).map(({ code }) => code),
  );
  const added = parsed.ok ? faults.filter(({ code }) => !old.has(code)) : faults;
  if (added.length || !parsed.ok)
    throw new Error(added.map((one) => `Line ${one.line}: ${english(one.message)}`).join(' '));
  if (parsed.name !== name) throw new Error(`The name must stay ${name}.`);
  if (/[<>]/.test(parsed.description)) throw new Error('The description must not hold < or >.');
  const bound = Math.max(sizeBudget, before?.length ?? 0);
  if (parsed.body.length > bound)
    throw new Error(`The body has ${parsed.body.length} characters; at most ${bound} are allowed.`);
  const copied = input.episodes.find(
    ({ prompt }) => prompt.length >= shortestRequest && after.includes(prompt) && !before?.includes(prompt),
  );
  if (copied) throw new Error('It repeats a whole request of an episode: state the rule, not the instance.');
  return name;
}
