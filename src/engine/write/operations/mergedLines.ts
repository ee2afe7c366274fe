import type { Skill } from '../../skills/skill.js';
import { readFrontMatter } from '../../skills/frontmatter.js';
import { sizeBudget } from '../prompts.js';

/** A line that was left out of a merged skill, and the one that contradicts it and stays. */
export interface Replaced {
  readonly line: string;
  readonly by: string;
}

/** The lines of a reply that say what was left out. */
export const replacedIn = (rest: string): readonly Replaced[] =>
  [...rest.matchAll(/^REPLACED:[ \t]*(\S.*?)[ \t]*=>[ \t]*(\S.*)$/gm)].map(([, line = '', by = '']) => ({
    line: flat(line),
    by: flat(by),
  }));

/** Whether all lines of both fit into one skill. */
export function fits(skill: Skill, other: Skill): boolean {
  const lines = new Set([...rulesOf(skill.text), ...rulesOf(other.text)]);
  const length = [...lines].reduce((sum, line) => sum + line.length + 1, 0);
  return length <= Math.max(sizeBudget, skill.body.length);
}

/**
 * Holds a merged text to the lines of both skills: each stands in it, or another one of theirs that stands in it is said to contradict it; and it
 * has none of its own. Headings, blank lines and fences are free.
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintMerged(both: readonly Pick<Skill, 'text'>[], after: string, replaced: readonly Replaced[]): void {
  const merged = new Set(rulesOf(after));
  const known = new Set(both.flatMap(({ text }) => rulesOf(text)));
  const isReplaced = (line: string): boolean =>
    replaced.some((one) => one.line === line && one.by !== line && merged.has(one.by) && known.has(one.by));
  const lost = [...known].find((line) => !merged.has(line) && !isReplaced(line));
  if (lost !== undefined) throw new Error(`It lost the line “${lost}”, and no REPLACED line says what contradicts it.`);
  const added = [...merged].find((line) => !known.has(line));
  if (added !== undefined) throw new Error(`It has the line “${added}”, which stands in neither skill.`);
}

/** The lines of a body that say something. */
function rulesOf(source: string): readonly string[] {
  const front = readFrontMatter(source);
  const body = front.ok ? front.body : source;
  return body
    .split('\n')
    .map(flat)
    .filter((line) => line !== '' && !/^(?:#|```|~~~)/.test(line));
}

const flat = (line: string): string => line.replace(/\s+/g, ' ').trim();
