import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isUtf8 } from 'node:buffer';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { readTree, type FolderReading, type ReadOptions } from './folder.js';
import { diagnosed } from './diagnosed.js';
import { readUse } from './format.js';
import { maxFileBytes } from './frontmatter.js';
import { lintSkill } from './lint/lintSkill.js';
import type { BrokenSkill, Diagnostic, Skill, SkillSource } from './skill.js';

/** What a folder of the library turned out to be. */
export type Entry = { readonly skill: Skill } | { readonly broken: BrokenSkill };

/** An entry with what tells whether its folder has changed since. */
export interface Reading {
  /** The same object as long as nothing in it changes. */
  readonly entry: Entry;
  /** Undefined when the folder could not be read: it is tried again next time. */
  readonly folder: FolderReading | undefined;
}

/** The one file every skill has. */
const mainFile = 'SKILL.md';
const isMain = (file: { readonly path: string }): boolean => file.path === mainFile;

/**
 * Reads one folder of the library with everything in it. Links, pipes, folders and devices in the place of SKILL.md are refused without
 * being opened for reading, so that none of them can hang us or lead elsewhere.
 * @param before the last reading of this folder, from the same source.
 */
export async function readSkill(
  folder: { readonly path: string; readonly isLink: boolean },
  source: SkillSource,
  before: Reading | undefined,
  options: ReadOptions = {},
): Promise<Reading> {
  try {
    if (folder.isLink)
      throw new Problem('folder-link', text('The folder is a symbolic link; Memento does not follow links to skills.'));
    let data: Buffer | undefined;
    const onRead = (file: string, bytes: Buffer): void => {
      if (file === mainFile) data = bytes;
    };
    const reading = await readTree(folder.path, before?.folder, onRead, options);
    if (before?.folder === reading) return before;
    const skill = before && 'skill' in before.entry ? before.entry.skill : undefined;
    if (before && skill?.tree === reading.tree && same(reading.problems, before.folder?.problems))
      return { entry: before.entry, folder: reading };
    const content = data ?? skill?.text;
    // SKILL.md is as it was, and what was wrong with the folder something else.
    if (before && content === undefined && reading.files.some(isMain)) {
      const { entry, folder: afresh } = await readSkill(folder, source, undefined, options);
      return { entry: sameOf(before, entry), folder: afresh };
    }
    return { entry: sameOf(before, await understand(folder.path, source, reading, content)), folder: reading };
  } catch (error) {
    const entry = brokenEntry(folder.path, source, await explain(error, folder.path));
    return { entry: sameOf(before, entry), folder: undefined };
  }
}

class Problem extends Error {
  constructor(
    readonly code: string,
    readonly text: Text,
  ) {
    super(code);
  }
}

/** Not by `path.join`, whose results keep their parts in memory. */
const fileIn = (folder: string): string => [folder, mainFile].join(path.sep);

const brokenEntry = (folder: string, source: SkillSource, ...diagnostics: readonly Diagnostic[]): Entry => ({
  broken: { name: path.basename(folder), path: fileIn(folder), source, diagnostics },
});

/** Whoever compares entries by identity shall see no change where there is none. */
const sameOf = (before: Reading | undefined, entry: Entry): Entry =>
  before && 'broken' in entry && same(entry, before.entry) ? before.entry : entry;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

async function understand(...[folder, ...rest]: Parameters<typeof interpret>): Promise<Entry> {
  try {
    return interpret(folder, ...rest);
  } catch (error) {
    return brokenEntry(folder, rest[0], await explain(error, folder));
  }
}

function interpret(
  folder: string,
  source: SkillSource,
  reading: FolderReading,
  content: Buffer | string | undefined,
): Entry {
  const { files, tree, problems } = reading;
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) return brokenEntry(folder, source, finding(error));
  const main = files.find(isMain);
  if (!main || content === undefined) throw refusal(problems) ?? missing();
  if (main.size > maxFileBytes) throw tooLarge();
  const whole = typeof content === 'string' ? content : decode(content);
  const place = path.basename(folder);
  const findings = (): readonly Diagnostic[] => {
    const { diagnostics } = lintSkill({ source: whole, folder: place, paths: files.map((one) => one.path) });
    return problems.length ? [...diagnostics, ...problems.map(finding)] : diagnostics;
  };
  const use = readUse(whole, place);
  if (!use) return brokenEntry(folder, source, ...findings());
  const { name, description, body: read } = use;
  // A part of the text shares its memory.
  const body = whole.endsWith(read) ? whole.slice(whole.length - read.length) : read;
  const [hash, file] = [main.hash, fileIn(folder)];
  return {
    skill: diagnosed({ name, description, body, text: whole, hash, files, tree, path: file, source }, findings),
  };
}

const finding = ({ code, severity, line, message }: Diagnostic): Diagnostic => ({ code, severity, line, message });

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Problem('file-encoding', text('The file is not UTF-8 text.'));
  return decoder.decode(bytes);
}

const tooLarge = (): Problem =>
  new Problem('file-too-large', text('The file is larger than {0} KB.', maxFileBytes / 1024));

const notRegular = (): Problem => new Problem('file-kind', text('SKILL.md is not a regular file.'));

const missing = (): Error => Object.assign(new Error('no SKILL.md'), { code: 'ENOENT' });

/** Why SKILL.md is there and yet no part of the skill. */
function refusal(problems: FolderReading['problems']): Problem | undefined {
  const found = problems.find(isMain);
  if (found?.code === 'file-link')
    return new Problem('file-link', text('SKILL.md is a symbolic link; Memento does not follow links to skills.'));
  if (found?.code === 'file-kind') return notRegular();
  return found && new Problem(found.code, found.message);
}

async function explain(error: unknown, folder: string): Promise<Diagnostic> {
  const because = (code: string, message: Text): Diagnostic => ({ code, severity: 'error', line: 1, message });
  if (error instanceof Problem) return because(error.code, error.text);
  if (codeOf(error) === 'ENOENT') {
    if ((await lstat(path.join(folder, mainFile)).catch(() => undefined))?.isDirectory())
      return because('file-kind', notRegular().text);
    const other = (await readdir(folder).catch(() => [])).find((name) => name.toLowerCase() === 'skill.md');
    return other
      ? because('file-missing', text('The file must be called SKILL.md, not {0}.', other))
      : because('file-missing', text('The folder has no SKILL.md.'));
  }
  const problem = fileProblem(error, path.basename(folder));
  if (problem instanceof HumanError) return because('file-unreadable', problem.text);
  throw error;
}
