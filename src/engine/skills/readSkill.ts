import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sha256 } from '../store/hash.js';
import { HumanError } from '../errors.js';
import { text, type Text } from '../text.js';
import { parseSkill } from './format.js';
import { maxFileBytes } from './frontmatter.js';
import type { BrokenSkill, Diagnostic, Skill, SkillSource } from './skill.js';

/** What a folder of the library turned out to be. */
export type Entry = { readonly skill: Skill } | { readonly broken: BrokenSkill };

/** An entry with what tells whether its file has changed since. */
export interface Reading {
  readonly entry: Entry;
  /** Undefined when the file could not be looked at: read it again next time. */
  readonly stamp: string | undefined;
}

/** A file changed this recently (milliseconds) may change again without its time stamp moving: clocks of file systems are coarse. */
const settled = 2000;

/**
 * Reads one folder of the library. Links, pipes, folders and devices in the place of SKILL.md are refused without being opened for
 * reading, so that none of them can hang us or lead elsewhere.
 * @param before the last reading; it is returned again, the same object, when the file is as it was.
 * @param now milliseconds since the epoch
 */
export async function readSkill(
  folder: { readonly path: string; readonly isLink: boolean },
  source: SkillSource,
  before: Reading | undefined,
  now: number,
): Promise<Reading> {
  const name = path.basename(folder.path);
  const file = path.join(folder.path, 'SKILL.md');
  const broken = (...diagnostics: Diagnostic[]): Entry => ({ broken: { name, path: file, diagnostics } });
  try {
    if (folder.isLink)
      throw new Problem('folder-link', text('The folder is a symbolic link; Memento does not follow links to skills.'));
    const info = await lstat(file, { bigint: true });
    const stamp = stampOf(info);
    if (before?.stamp === stamp) return before;
    const { content, after } = await readText(file, info);
    const keep = now - Number(after.ctimeMs) > settled ? stampOf(after) : undefined;
    const hash = sha256(content);
    if (before && 'skill' in before.entry && before.entry.skill.hash === hash)
      return { entry: before.entry, stamp: keep };
    const parsed = parseSkill(content, name);
    const entry: Entry = parsed.ok
      ? { skill: { ...pick(parsed), text: content, hash, path: file, source } }
      : broken(...parsed.diagnostics);
    return { entry, stamp: keep };
  } catch (error) {
    return { entry: broken(await explain(error, folder.path)), stamp: undefined };
  }
}

const pick = ({ name, description, body, diagnostics }: Extract<ReturnType<typeof parseSkill>, { ok: true }>) => ({
  name,
  description,
  body,
  diagnostics,
});

class Problem extends Error {
  constructor(
    readonly code: string,
    readonly text: Text,
  ) {
    super(code);
  }
}

/** The change time cannot be set by hand and so catches what the others miss. */
const stampOf = (info: BigIntStats): string => [info.ino, info.size, info.mtimeNs, info.ctimeNs].join(':');

async function readText(file: string, info: BigIntStats): Promise<{ content: string; after: BigIntStats }> {
  if (info.isSymbolicLink())
    throw new Problem('file-link', text('SKILL.md is a symbolic link; Memento does not follow links to skills.'));
  if (!info.isFile()) throw new Problem('file-kind', text('SKILL.md is not a regular file.'));
  if (info.size > maxFileBytes) throw tooLarge();
  // The file may be swapped after the look: a link fails to open then, and a pipe opens without waiting for its other end. (Windows knows
  // neither flag; `|` takes them as 0 there.)
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const after = await handle.stat({ bigint: true });
    if (!after.isFile()) throw new Problem('file-kind', text('SKILL.md is not a regular file.'));
    const bytes = await handle.readFile();
    if (bytes.length > maxFileBytes) throw tooLarge();
    return { content: decode(bytes), after };
  } finally {
    await handle.close();
  }
}

const tooLarge = (): Problem =>
  new Problem('file-too-large', text('The file is larger than {0} KB.', maxFileBytes / 1024));

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem('file-encoding', text('The file is not UTF-8 text.'));
  }
}

async function explain(error: unknown, folder: string): Promise<Diagnostic> {
  const finding = (code: string, message: Text): Diagnostic => ({ code, severity: 'error', line: 1, message });
  if (error instanceof Problem) return finding(error.code, error.text);
  if (codeOf(error) === 'ENOENT') {
    const other = (await readdir(folder).catch(() => [])).find((name) => name.toLowerCase() === 'skill.md');
    return other
      ? finding('file-missing', text('The file must be called SKILL.md, not {0}.', other))
      : finding('file-missing', text('The folder has no SKILL.md.'));
  }
  if (codeOf(error) === 'ELOOP')
    return finding('file-link', text('SKILL.md is a symbolic link; Memento does not follow links to skills.'));
  const problem = fileProblem(error, 'SKILL.md');
  if (problem instanceof HumanError) return finding('file-unreadable', problem.text);
  throw error;
}
