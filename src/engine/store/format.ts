import { chmod, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { HashMismatchError, writeAtomic } from './atomic.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';

/** The version of the layout of a workspace's state folder that this code reads and writes. */
export const stateFormat = 1;

/**
 * Opens a workspace's state folder: makes it (for its owner only) with `format.json` when it is new, otherwise checks the format.
 * @throws {HumanError} when the state was written by a newer Memento or `format.json` is damaged; nothing is written then.
 */
export async function checkFormat(dir: string): Promise<void> {
  const file = path.join(dir, 'format.json');
  const found = await readFormat(file);
  if (found !== undefined) {
    check(found, dir);
    return;
  }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    await writeAtomic(file, `${JSON.stringify({ version: stateFormat })}\n`, { expectedHash: null, mode: 0o600 });
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw fileProblem(error, dir);
    check(await readFormat(file), dir);
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

function check(json: string | undefined, dir: string): void {
  let version: unknown;
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value === 'object' && value !== null && 'version' in value) version = value.version;
  } catch {
    // An unreadable file is told like a wrong one, below.
  }
  if (version === stateFormat) return;
  if (typeof version === 'number' && version > stateFormat)
    throw new HumanError(
      text(
        'The data in {0} was written by a newer version of Memento (format {1}). Update Memento to use it.',
        dir,
        version,
      ),
    );
  throw new HumanError(text('The file format.json in {0} is damaged. Memento writes nothing there.', dir));
}
