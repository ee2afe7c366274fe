import path from 'node:path';
import { parseSkill } from '../skills/format.js';
import type { Skill } from '../skills/skill.js';
import { treeHash, type Tree } from '../skills/tree.js';
import { sha256 } from '../store/hash.js';
import type { AlsoChange } from './proposal.js';

/** What a change of the library comes to: texts of SKILL.md by name, `null` for a skill that goes. */
export interface Change {
  readonly skill: string;
  readonly after: string | null;
  readonly also?: readonly Pick<AlsoChange, 'skill' | 'after'>[];
}

/**
 * The library as it would be after a change; nothing is written.
 * @param requests what the writer was shown: a new skill is known to be made for them, as it will be in the library
 * @param skillsDir where the library's own skills lie
 * @throws {Error} when a text is no skill
 */
export function changedLibrary(
  skills: readonly Skill[],
  change: Change,
  requests: readonly string[],
  skillsDir: string,
): readonly Skill[] {
  const library = new Map(skills.map((skill) => [skill.name, skill]));
  for (const { skill: name, after } of [change, ...(change.also ?? [])]) {
    if (after === null) library.delete(name);
    else library.set(name, withText(library.get(name), name, after, requests, skillsDir));
  }
  return [...library.values()];
}

function withText(
  old: Skill | undefined,
  name: string,
  text: string,
  requests: readonly string[],
  skillsDir: string,
): Skill {
  const parsed = parseSkill(text, name);
  if (!parsed.ok) throw new Error(`The text for ${name} is no skill.`);
  const hash = sha256(text);
  const file = { path: 'SKILL.md', hash, size: Buffer.byteLength(text), executable: false };
  const files: Tree = [...(old?.files ?? []).filter((one) => one.path !== file.path), file].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  return {
    name: parsed.name,
    description: parsed.description,
    body: parsed.body,
    text,
    hash,
    files,
    tree: treeHash(files),
    path: old?.path ?? path.join(skillsDir, name, 'SKILL.md'),
    source: old?.source ?? 'own',
    diagnostics: parsed.diagnostics,
    ...(old ? {} : { madeFor: [...new Set(requests)] }),
  };
}
