import { readFrontMatter } from '../skills/frontmatter.js';
import { isSkillName, skillNameFrom } from '../skills/name.js';
import { lintSkill } from '../skills/lint/lintSkill.js';
import type { Diagnostic } from '../skills/skill.js';
import { text } from '../text.js';

/** What a SKILL.md from outside says. */
export interface Inspection {
  readonly name: string;
  /** Empty when it cannot be read. */
  readonly description: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and lints the SKILL.md of an imported skill and finds a name under which the library can keep it: the folder's, else the front
 * matter's, else one made from them.
 * @param bytes the file
 * @param folder name of the folder it lies in; empty when that is the source itself
 * @param source name of the source, for a skill without any other
 * @param paths all files of the skill
 */
export function inspect(bytes: Uint8Array, folder: string, source: string, paths: readonly string[]): Inspection {
  const content = decode(bytes);
  const stated = content === undefined ? undefined : statedName(content);
  const name = nameFrom([folder, stated ?? '']) ?? nameFrom([source]) ?? 'imported-skill';
  if (content === undefined) {
    const message = text('The file is not UTF-8 text.');
    return { name, description: '', diagnostics: [{ code: 'file-encoding', severity: 'error', line: 1, message }] };
  }
  const parsed = lintSkill({ source: content, folder: name, paths });
  return { name, description: parsed.ok ? parsed.description : '', diagnostics: parsed.diagnostics };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function statedName(content: string): string | undefined {
  const front = readFrontMatter(content);
  const value = front.ok ? front.fields.name?.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The first that is a name, else the first that can be made one. */
const nameFrom = (candidates: readonly string[]): string | undefined =>
  candidates.find(isSkillName) ?? candidates.map(skillNameFrom).find((name) => name !== undefined);
