import { stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text } from '../text.js';
import { findSkills } from './find.js';
import { listFolder } from './folder.js';
import type { GitAddress } from './git/address.js';
import { listCommit } from './git/listing.js';
import { withRepository } from './git/repository.js';
import type { Fetched } from './quarantine.js';
import { pathFault, printable } from './safePath.js';
import { sourceOf, type Exists } from './source.js';
import { listZip } from './zipListing.js';

export interface FetchOptions {
  /** Folder inside the source; absent: all skills found in it. */
  readonly path?: string;
  /** Branch, tag or commit of a git address; it wins over the one in the address. */
  readonly ref?: string;
}

export interface FetchContext {
  /** Folder for what git fetches; made when it is missing. */
  readonly tempDir: string;
  /** Folder for relative paths; absent: only absolute ones are taken. */
  readonly base?: string;
  /** Variables of which git gets some; absent: those of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the skills of a folder, a zip file or a git repository into memory. Nothing of them is run, and nothing is written but a bare
 * repository in `tempDir` that is gone when this returns.
 * @throws {HumanError} when the source is none, hostile, larger than the limits, or holds no skill
 * @throws {CancelledError} when the signal fires
 */
export async function fetchSkills(
  source: string,
  options: FetchOptions,
  context: FetchContext,
  signal: AbortSignal,
): Promise<readonly Fetched[]> {
  const parsed = await sourceOf(source, context.base, kindOf);
  const inside = folderOf(options.path ?? '');
  if (parsed.kind === 'git') return await fetchGit(parsed.address, inside, options.ref, context, signal);
  if (options.ref !== undefined) throw new HumanError(text('Only a git address has branches, tags and commits.'));
  const { kind, path: file } = parsed;
  const listing = await (kind === 'folder' ? listFolder(path.join(file, inside), signal) : listZip(file, signal));
  const place = { origin: { kind, source: file }, name: path.basename(file).replace(/\.(?:zip|skill)$/i, '') };
  // A large folder is looked through only where it was asked for.
  if (kind === 'zip') return await findSkills(listing, { ...place, path: inside }, signal);
  const found = await findSkills(listing, { ...place, name: path.basename(path.join(file, inside)), path: '' }, signal);
  return found.map((one) => ({
    ...one,
    origin: { ...one.origin, path: [inside, one.origin.path].filter(Boolean).join('/') },
  }));
}

async function fetchGit(
  address: GitAddress,
  inside: string,
  ref: string | undefined,
  context: FetchContext,
  signal: AbortSignal,
): Promise<readonly Fetched[]> {
  const name = path.posix.basename(address.url.replace(/[/:]+/g, '/')).replace(/\.git$/, '');
  return await withRepository(
    address,
    ref,
    { tempDir: context.tempDir, environment: context.environment ?? process.env },
    async (repository, stop) => {
      const origin = {
        kind: 'git' as const,
        source: address.url,
        commit: repository.commit,
        ...(repository.ref === undefined ? {} : { ref: repository.ref }),
      };
      const folder = [folderOf(repository.path), inside].filter(Boolean).join('/');
      return await findSkills(await listCommit(repository, stop), { origin, name, path: folder }, stop);
    },
    signal,
  );
}

/** @throws {HumanError} for a path that is not one inside the source */
function folderOf(given: string): string {
  const folder = given.replace(/^(?:\.\/+)+|\/+$/g, '');
  if (folder === '' || folder === '.') return '';
  if (folder.startsWith('-') || pathFault(folder))
    throw new HumanError(text('“{0}” is not a folder inside the source.', printable(given)));
  return folder;
}

const kindOf: Exists = async (absolute) => {
  try {
    const info = await stat(absolute);
    return info.isDirectory() ? 'folder' : info.isFile() ? 'file' : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(codeOf(error) ?? '')) return undefined;
    throw fileProblem(error, absolute);
  }
};
