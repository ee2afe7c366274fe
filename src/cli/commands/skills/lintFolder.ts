import path from 'node:path';
import { readTree } from '../../../engine/skills/folder.js';
import { lintSkill } from '../../../engine/skills/lint/lintSkill.js';
import { readSkill } from '../../../engine/skills/readSkill.js';
import type { BrokenSkill, Diagnostic } from '../../../engine/skills/skill.js';
import type { Target } from './lintTargets.js';

/** One SKILL.md and what was found in it. */
export interface LintedFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the library says of a folder; of one that cannot be used also what the rules about its content find. */
export async function lintFolder(target: Target): Promise<LintedFile> {
  if ('problem' in target) return linted(target.problem, []);
  const { entry } = await readSkill(target, 'own', undefined);
  if ('skill' in entry) return linted(entry.skill, []);
  return linted(entry.broken, await findingsOf(entry.broken, path.basename(target.path)));
}

/** What else is wrong in a SKILL.md that cannot be used; nothing where it cannot even be read. */
async function findingsOf({ path: file, diagnostics }: BrokenSkill, folder: string): Promise<readonly Diagnostic[]> {
  if (diagnostics.some(({ code, severity }) => severity === 'error' && unreadable.test(code))) return [];
  let source: Buffer | undefined;
  const { files } = await readTree(path.dirname(file), undefined, (name, data) => {
    if (name === 'SKILL.md') source = data;
  });
  if (!source) return [];
  return lintSkill({ source: source.toString('utf8'), folder, paths: files.map((one) => one.path) }).diagnostics;
}

/** The findings of both, each once, in the order of their lines. */
function linted({ path: file, name, diagnostics }: LintedFile, more: readonly Diagnostic[]): LintedFile {
  const all = new Map([...diagnostics, ...more].map((one) => [JSON.stringify([one.code, one.line, one.message]), one]));
  return { path: file, name, diagnostics: [...all.values()].sort((a, b) => a.line - b.line) };
}

/** SKILL.md is missing, no text, no file or too large, or its folder cannot be read: the library has said all there is. */
const unreadable = /^(file-|folder-(?!name)|library-)/;
