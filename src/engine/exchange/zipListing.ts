import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { HumanError, throwIfCancelled } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import type { FileContent } from '../skills/tree.js';
import { text } from '../text.js';
import { crc32 } from './crc32.js';
import { limits, type Budget } from './limits.js';
import type { ListedFile, Listing, Skipped } from './listing.js';
import { leftOut, pathFault, printable } from './safePath.js';
import { damaged, readZipDirectory, type ZipEntry } from './zipDirectory.js';

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

/**
 * The files of a zip archive. Its bytes are unpacked by zlib outside this thread, which stops at the bytes that are allowed, whatever the
 * archive says of its sizes; a single path that leads out of its folder makes all of it refused.
 * @param file absolute path
 * @throws {HumanError} for what is no zip file, is damaged, hostile, or larger than the limits
 */
export async function listZip(file: string, signal: AbortSignal): Promise<Listing> {
  const archive = await readArchive(file);
  throwIfCancelled(signal);
  const files: ListedFile[] = [];
  const skipped: Skipped[] = [];
  const entries = new Map<string, ZipEntry>();
  for (const entry of readZipDirectory(archive, limits.zipEntries)) {
    const isFolder = entry.name.endsWith('/');
    const path = isFolder ? entry.name.slice(0, -1) : entry.name;
    const fault = pathFault(path);
    if (fault === 'escape')
      throw new HumanError(
        text(
          'The zip file holds the path “{0}”, which leads out of its folder; nothing was imported.',
          printable(path),
        ),
      );
    if (entries.has(path))
      throw new HumanError(text('The zip file holds “{0}” twice; nothing was imported.', printable(path)));
    entries.set(path, entry);
    const segments = path.split('/');
    if (isFolder || segments.some((segment) => leftOut(segment))) continue;
    const kind = entry.mode & 0o170000;
    if (kind === 0o120000) skipped.push({ path, why: 'link' });
    else if (kind !== 0 && kind !== 0o100000) skipped.push({ path, why: 'special' });
    else if (fault) skipped.push({ path, why: 'name' });
    else files.push({ path, size: entry.size });
  }
  return {
    files,
    skipped,
    read: async (wanted, budget, stop) => {
      const content = new Map<string, FileContent>();
      for (const { path } of wanted) {
        throwIfCancelled(stop);
        const entry = entries.get(path);
        if (!entry) throw new Error(`not in the archive: ${path}`);
        content.set(path, { data: await unpack(archive, entry, budget), executable: (entry.mode & 0o111) !== 0 });
      }
      return content;
    },
  };
}

async function readArchive(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new HumanError(text('“{0}” is not a file.', file));
      if (info.size > limits.archive)
        throw new HumanError(
          text('“{0}” is larger than {1} MB: too large to import.', file, limits.archive / 1024 / 1024),
        );
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileProblem(error, file);
  }
}

async function unpack(archive: Buffer, entry: ZipEntry, budget: Budget): Promise<Buffer> {
  const packed = archive.subarray(entry.start, entry.start + entry.compressed);
  const data = entry.method === 0 ? Buffer.from(packed) : await inflated(packed, entry, budget);
  budget.spend(data.length);
  if (data.length !== entry.size || (await crc32(data)) !== entry.crc) throw damaged();
  return data;
}

async function inflated(packed: Buffer, { size }: ZipEntry, budget: Budget): Promise<Buffer> {
  budget.require(size);
  try {
    // One byte more than stated shows that the statement is wrong; zlib asks for at least one.
    return await inflate(packed, { maxOutputLength: size + 1 });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE' || codeOf(error)?.startsWith('Z_')) throw damaged();
    throw error;
  }
}
