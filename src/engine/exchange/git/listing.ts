import { setImmediate as turn } from 'node:timers/promises';
import { HumanError, throwIfCancelled } from '../../errors.js';
import { text } from '../../text.js';
import type { FileContent } from '../../skills/tree.js';
import { limits } from '../limits.js';
import type { ListedFile, Listing, Skipped } from '../listing.js';
import { leftOut, pathFault } from '../safePath.js';
import type { Repository } from './repository.js';

interface BlobFile extends ListedFile {
  readonly id: string;
  readonly executable: boolean;
}

/** Bytes of a list of files: a line takes some 100. */
const listOutput = 64 * 1024 * 1024;
/** Lines read before others get a turn: some 10 ms. */
const atOnce = 1000;
/** Bytes in front of each content. */
const headerRoom = 100;

/**
 * The files of a commit, read from the repository's objects; nothing is checked out. Regular files only: links and submodules are listed
 * as skipped.
 * @throws {HumanError} when there are too many
 */
export async function listCommit(repository: Repository, signal: AbortSignal): Promise<Listing> {
  const output = await repository.git(['ls-tree', '-r', '-l', '-z', '--full-tree', repository.commit], listOutput);
  const files: BlobFile[] = [];
  const blobs = new Map<string, BlobFile>();
  const skipped: Skipped[] = [];
  let count = 0;
  for (const line of lines(output)) {
    if (++count > limits.repositoryFiles)
      throw new HumanError(text('The repository is too large to import: name a folder inside it.'));
    if (count % atOnce === 0) {
      await turn();
      throwIfCancelled(signal);
    }
    const found = entry.exec(line);
    if (!found) continue;
    const [, mode = '', id = '', size = '', path = ''] = found;
    if (path.split('/').some((segment) => leftOut(segment))) continue;
    if (mode === '120000') skipped.push({ path, why: 'link' });
    else if (mode === '160000') skipped.push({ path, why: 'submodule' });
    else if (pathFault(path)) skipped.push({ path, why: 'name' });
    else if (/^100(?:644|664|755)$/.test(mode)) {
      const file = { path, id, size: Number(size), executable: mode === '100755' };
      files.push(file);
      blobs.set(path, file);
    } else skipped.push({ path, why: 'special' });
  }
  return {
    files,
    skipped,
    read: async (wanted, budget) => {
      const chosen = wanted.map(({ path }) => blobs.get(path)).filter((file) => file !== undefined);
      const most = chosen.reduce((sum, { size }) => sum + size + headerRoom, 0);
      const batch = await repository.git(['cat-file', '--batch'], most, chosen.map(({ id }) => `${id}\n`).join(''));
      const content = new Map<string, FileContent>();
      let at = 0;
      for (const { path, id, executable } of chosen) {
        const end = batch.indexOf(10, at);
        const size = new RegExp(`^${id} blob (\\d+)$`).exec(batch.toString('latin1', at, end))?.[1];
        if (size === undefined) throw new HumanError(text('The repository is damaged: “{0}” cannot be read.', path));
        const data = batch.subarray(end + 1, end + 1 + Number(size));
        at = end + 1 + Number(size) + 1;
        budget.spend(data.length);
        if (!isPointer(data)) content.set(path, { data, executable });
      }
      return content;
    },
  };
}

const entry = /^(\d{6}) [a-z]+ ([0-9a-f]{40,64}) +(\d+|-)\t([\s\S]+)$/;

/** Names that are not UTF-8 keep a replacement character; they lead nowhere. */
function* lines(output: Buffer): Iterable<string> {
  for (let at = 0; ;) {
    const end = output.indexOf(0, at);
    if (end < 0) return;
    yield output.toString('utf8', at, end);
    at = end + 1;
  }
}

/** Large files that are kept elsewhere: what lies in the repository is only a note. */
const isPointer = (data: Buffer): boolean =>
  data.length < 1024 && data.toString('latin1', 0, 43) === 'version https://git-lfs.github.com/spec/v1\n';
