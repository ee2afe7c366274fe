import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileProblem } from '../../safety/fileProblem.js';
import { sweepTemp, tempName } from '../../store/atomic.js';
import { requireRef, type GitAddress } from './address.js';
import { Guard, gitLimits, type GitLimits } from './guard.js';
import { gitProblem } from './problem.js';
import { gitEnvironment, runGit, type GitResult } from './run.js';

/** A commit that was fetched into a bare repository of ours, which is gone when the work with it is done. */
export interface Repository {
  readonly commit: string;
  /** What was asked for; absent: the repository's own choice. */
  readonly ref?: string;
  /** Folder named by the address. */
  readonly path: string;
  /** @throws {HumanError} when git fails or gives more than `most` bytes */
  git(args: readonly string[], most: number, input?: string): Promise<Buffer>;
}

/** Milliseconds: a younger folder may be a living window's. */
const tempAge = 60 * 60 * 1000;
const target = 'refs/memento/import';

/**
 * Fetches one commit, without the history before it, and gives it to `use`. There is no work tree: no file of the repository is ever
 * written as such, no hook or filter has anything to run for.
 * @param tempDir folder for the repository; what killed processes left in it is removed
 * @throws {HumanError} when the repository, the branch or the way to it is missing, or a limit is reached
 * @throws {CancelledError} when the signal fires; no process and no file is left
 */
export async function withRepository<T>(
  address: GitAddress,
  ref: string | undefined,
  context: { readonly tempDir: string; readonly environment: Readonly<Record<string, string | undefined>> },
  use: (repository: Repository, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  limits: GitLimits = gitLimits,
): Promise<T> {
  const dir = path.join(context.tempDir, tempName('import'));
  const guard = new Guard(dir, limits, signal);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await sweepTemp(context.tempDir, Date.now() - tempAge);
    const environment = await gitEnvironment(address, context.environment, dir, guard.signal);
    const run = (args: readonly string[], most: number, input?: string): Promise<GitResult> =>
      runGit({ args, cwd: dir, environment, most, ...(input === undefined ? {} : { input }) }, guard.signal);
    const repository = await open(address, ref, run);
    await guard.check();
    return await use(repository, guard.signal);
  } catch (error) {
    throw guard.explain(fileProblem(error, dir));
  } finally {
    guard.dispose();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Run = (args: readonly string[], most: number, input?: string) => Promise<GitResult>;

const shortOutput = 10_000;
/** Bytes for the names of all branches and tags. */
const refsOutput = 32 * 1024 * 1024;

async function open(address: GitAddress, asked: string | undefined, run: Run): Promise<Repository> {
  const { url } = address;
  const checked = async (args: readonly string[], most: number, ref: string, input?: string): Promise<Buffer> => {
    const { exitCode, output, errors } = await run(args, most, input);
    if (exitCode !== 0) throw gitProblem(errors, url, ref);
    return output;
  };
  await checked(['init', '--bare', '--quiet', '--template=', '.'], shortOutput, '');
  const split =
    address.refAndPath === undefined
      ? { ref: asked ?? address.ref, path: '' }
      : await splitPage(address.refAndPath, asked ?? address.ref, () =>
          checked(['ls-remote', '--heads', '--tags', '--', url], refsOutput, ''),
        );
  const ref = split.ref === undefined ? undefined : requireRef(split.ref);
  const fetch = (...depth: readonly string[]): Promise<GitResult> =>
    run(
      [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-recurse-submodules',
        '--no-write-fetch-head',
        ...depth,
        '--',
        url,
        `+${ref ?? 'HEAD'}:${target}`,
      ],
      shortOutput,
    );
  let fetched = await fetch('--depth=1');
  // A plain web server hands out whole packs only.
  if (fetched.errors.includes('dumb http transport does not support')) fetched = await fetch();
  if (fetched.exitCode !== 0) throw gitProblem(fetched.errors, url, ref ?? 'HEAD');
  const commit = (await checked(['rev-parse', '--verify', '--quiet', `${target}^{commit}`], shortOutput, ref ?? 'HEAD'))
    .toString()
    .trim();
  return {
    commit,
    ...(ref === undefined ? {} : { ref }),
    path: split.path,
    git: (args, most, input) => checked(args, most, ref ?? 'HEAD', input),
  };
}

/** Finds where the name of a branch ends and the folder begins: the longest name the repository has. */
async function splitPage(
  refAndPath: string,
  asked: string | undefined,
  listRefs: () => Promise<Buffer>,
): Promise<{ ref: string; path: string }> {
  const parts = refAndPath.split('/').filter(Boolean);
  const [first = ''] = parts;
  if (asked === undefined && /^[0-9a-f]{40}$/.test(first)) return { ref: first, path: parts.slice(1).join('/') };
  const known = new Set(
    (await listRefs())
      .toString()
      .split('\n')
      .map((line) => /\trefs\/(?:heads|tags)\/(.+?)(?:\^\{\})?$/.exec(line)?.[1]),
  );
  for (let count = parts.length; count > 0; count--) {
    const name = parts.slice(0, count).join('/');
    if (known.has(name)) return { ref: asked ?? name, path: parts.slice(count).join('/') };
  }
  return { ref: asked ?? first, path: parts.slice(1).join('/') };
}
