import type { ParsedSkill } from '../skills/format.js';
import { readFrontMatter } from '../skills/frontmatter.js';
import { lintSkill } from '../skills/lint/lintSkill.js';
import type { Diagnostic } from '../skills/skill.js';
import { english } from '../text.js';
import { lintCopied } from './copied.js';
import type { Episode } from './episode.js';
import { sizeBudget } from './prompts.js';

/** Warnings about what somebody else wrote that a text of ours must not give cause for. */
const unwanted = /^(?:unknown-key|host-key|statistics)$/;
/** What could harm: who touches a line that holds it answers for the line. */
const harmful = /^(?:command-.*|hidden-characters|secret|injection|base64-blob)$/;

/** What {@link lint} looks at. */
export interface Linted {
  /** SKILL.md as it is; null for a new skill. */
  readonly before: string | null;
  readonly after: string;
  /** Undefined when the writer chooses it. */
  readonly name: string | undefined;
  /** The evidence the text was written from. */
  readonly episodes: readonly Episode[];
  /** Whether its size and what it has from the evidence are looked at (`LearningSettings.lint`). Absent: they are. */
  readonly whole?: boolean;
}

/**
 * Static checks of a changed or new SKILL.md, free of model calls (learning.md 2, step 5): it can be read, keeps its name, is not too long, brings
 * nothing that could harm and nothing copied from the evidence. How much a change may change is `lintChange`.
 * @returns the skill's name
 * @throws {Error} whose message tells the writer what to correct
 */
export function lint({ before, after, name: given, episodes, whole = true }: Linted): string {
  const front = readFrontMatter(after);
  const stated = front.ok ? front.fields.name?.value : undefined;
  const name = given ?? (typeof stated === 'string' ? stated : '');
  const parsed = lintSkill({ source: after, folder: name });
  const added = parsed.ok ? newFaults(before, after, parsed, name) : parsed.diagnostics;
  if (added.length || !parsed.ok)
    throw new Error(added.map((one) => `Line ${one.line}: ${english(one.message)}`).join(' '));
  if (parsed.name !== name) throw new Error(`The name must stay ${name}.`);
  if (/[<>]/.test(parsed.description)) throw new Error('The description must not hold < or >.');
  if (!whole) return name;
  const bound = Math.max(sizeBudget, before === null ? 0 : bodyOf(before).length);
  if (parsed.body.length > bound)
    throw new Error(`The body has ${parsed.body.length} characters; at most ${bound} are allowed.`);
  lintCopied(episodes, before, after);
  return name;
}

/** A skill from elsewhere may break rules already: the writer answers for what it adds. */
function newFaults(before: string | null, after: string, now: ParsedSkill, name: string): readonly Diagnostic[] {
  const faults = now.diagnostics.filter(
    ({ severity, code }) => severity === 'error' || unwanted.test(code) || harmful.test(code),
  );
  if (before === null) return faults;
  const codes = new Set(lintSkill({ source: before, folder: name }).diagnostics.map(({ code }) => code));
  const [lines, old] = [after.split(/\r?\n/), new Set(before.split(/\r?\n/))];
  return faults.filter(({ code, line }) =>
    harmful.test(code) ? !codes.has(code) || !old.has(lines[line - 1] ?? '') : !codes.has(code),
  );
}

function bodyOf(source: string): string {
  const front = readFrontMatter(source);
  return front.ok ? front.body : source;
}
