import { access, chmod, constants, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { HashMismatchError, tempName, writeAtomic } from './atomic.js';
import { sweepState } from './sweep.js';

/** The version of the layout of a workspace's state folder that this code reads and writes. */
export const stateFormat = 1;

/** A state folder that was looked at. */
export interface OpenedState {
  /** Why nothing may be written there; absent when all is well. */
  readonly readOnly?: Text;
}

/**
 * Opens a workspace's state folder: makes it (for its owner only) with `format.json` when it is new, otherwise checks the format. State of a
 * newer Memento, a damaged `format.json`, a full or read-only disk and missing permissions leave it as it is: it can be read, not written.
 * What killed writers left in it is removed.
 */
export async function openState(dir: string): Promise<OpenedState> {
  const file = path.join(dir, 'format.json');
  try {
    const found = await readFormat(file);
    if (found === undefined) return await begin(dir, file);
    const problem = judge(found, dir);
    if (problem) return { readOnly: problem };
    const refused = await probe(dir);
    if (refused) return { readOnly: refused };
    for (const folder of [dir, path.join(dir, 'proposals')]) await sweepState(folder);
    return {};
  } catch (error) {
    const problem = fileProblem(error, dir);
    if (!(problem instanceof HumanError)) throw error;
    return { readOnly: problem.text };
  }
}

/** What keeps a state folder's format from being used; undefined for a good one, and where there is none. Writes nothing. */
export async function inspectFormat(dir: string): Promise<Text | undefined> {
  try {
    const found = await readFormat(path.join(dir, 'format.json'));
    return found === undefined ? undefined : judge(found, dir);
  } catch (error) {
    if (error instanceof HumanError) return error.text;
    throw error;
  }
}

/**
 * Whether something can be written in a folder, by doing so. Where the folder does not exist nothing is made: then its nearest existing parent
 * is asked.
 * @returns why not; undefined when it can.
 */
export async function canWrite(dir: string): Promise<Text | undefined> {
  try {
    const info = await lstat(dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (info?.isSymbolicLink()) return text('“{0}” is a symbolic link; Memento does not write through links.', dir);
    if (info && !info.isDirectory()) return text('“{0}” is not a folder.', dir);
    if (info) return await probe(dir);
    if (path.dirname(dir) === dir) return text('“{0}” does not exist.', dir);
    return await canMakeIn(path.dirname(dir));
  } catch (error) {
    const problem = fileProblem(error, dir);
    if (!(problem instanceof HumanError)) throw error;
    return problem.text;
  }
}

/** Not by writing: a folder that is only passed through is none of our business. */
async function canMakeIn(parent: string): Promise<Text | undefined> {
  try {
    await access(parent, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && path.dirname(parent) !== parent) return await canMakeIn(path.dirname(parent));
    throw fileProblem(error, parent);
  }
}

async function probe(dir: string): Promise<Text | undefined> {
  const file = path.join(dir, tempName('probe'));
  try {
    await writeFile(file, 'x', { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    const problem = fileProblem(error, dir);
    if (!(problem instanceof HumanError)) throw error;
    return problem.text;
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

async function begin(dir: string, file: string): Promise<OpenedState> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    await writeAtomic(file, `${JSON.stringify({ version: stateFormat })}\n`, { expectedHash: null, mode: 0o600 });
    return {};
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    // Another window was faster.
    const problem = judge(await readFormat(file), dir);
    return problem ? { readOnly: problem } : {};
  }
}

async function readFormat(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileProblem(error, file);
  }
}

function judge(json: string | undefined, dir: string): Text | undefined {
  const version = versionOf(json ?? '');
  if (version === stateFormat) return undefined;
  if (typeof version === 'number' && version > stateFormat)
    return text(
      'The data in {0} was written by a newer version of Memento (format {1}). Update Memento to use it.',
      dir,
      version,
    );
  return text('The file format.json in {0} is damaged. Memento writes nothing there.', dir);
}

function versionOf(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  } catch {
    return undefined;
  }
}
