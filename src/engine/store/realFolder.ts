import { lstat } from 'node:fs/promises';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';

/**
 * Whether a folder exists and is really there: a link may lead anywhere, so Memento does not write through one.
 * @throws {HumanError} when it is a symbolic link or no folder.
 */
export async function isRealFolder(folder: string): Promise<boolean> {
  const info = await lstat(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileProblem(error, folder);
  });
  if (!info) return false;
  if (info.isSymbolicLink())
    throw new HumanError(text('“{0}” is a symbolic link; Memento does not write through links.', folder));
  if (!info.isDirectory()) throw new HumanError(text('“{0}” is not a folder.', folder));
  return true;
}
