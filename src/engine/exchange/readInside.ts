import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { openParent } from '../act/folder.js';
import { HumanError } from '../errors.js';
import { fileProblem } from '../safety/fileProblem.js';
import type { FileContent } from '../skills/tree.js';
import { text } from '../text.js';
import type { Budget } from './limits.js';

/** Opens no link, and does not wait for the other end of a pipe. (Windows knows neither flag; `|` takes them as 0 there.) */
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Bytes read at one go. */
const slice = 1024 * 1024;

/**
 * Reads a regular file below a folder, following no link on the way (see `act/folder.ts`).
 * @param root real path of the folder
 * @param file path below it, with forward slashes, without `..`
 * @throws {HumanError} when it is a link, no regular file, cannot be read, or holds more than the budget has left
 */
export async function readInside(root: string, file: string, budget: Budget): Promise<FileContent> {
  const absolute = path.join(root, file);
  try {
    const parent = await openParent(root, absolute, false);
    try {
      const handle = await open(parent.at(path.basename(absolute)), openFlags);
      try {
        return await readRegular(handle, file, budget);
      } finally {
        await handle.close();
      }
    } finally {
      await parent.close();
    }
  } catch (error) {
    throw fileProblem(error, file);
  }
}

async function readRegular(handle: FileHandle, file: string, budget: Budget): Promise<FileContent> {
  const info = await handle.stat();
  if (!info.isFile()) throw new HumanError(text('“{0}” is not a file.', file));
  budget.require(info.size);
  const pieces: Buffer[] = [];
  for (let length = 0; ;) {
    // One byte more than expected shows that the file is growing.
    const piece = Buffer.allocUnsafe(Math.min(Math.max(info.size - length, 0) + 1, slice));
    const { bytesRead } = await handle.read(piece, 0, piece.length, null);
    if (bytesRead === 0) break;
    budget.spend(bytesRead);
    length += bytesRead;
    pieces.push(piece.subarray(0, bytesRead));
  }
  // Windows has no such permission and reports it for every file.
  const executable = process.platform !== 'win32' && (info.mode & 0o111) !== 0;
  return { data: Buffer.concat(pieces), executable };
}
