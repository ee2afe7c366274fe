import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { vectraIndexOnly } from '../../../scripts/lib/vectra.mjs';

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** What `node` needs to run one of the programs in `children/`. */
const nodeArguments = (program: string, ...parameters: readonly string[]): string[] => [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
  fileURLToPath(new URL(`children/${program}.ts`, import.meta.url)),
  ...parameters,
];

export const start = (program: string, ...parameters: readonly string[]): Child =>
  spawn(process.execPath, nodeArguments(program, ...parameters), { stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs a program to its end and gives what it printed as JSON. */
export async function run(program: string, ...parameters: readonly string[]): Promise<unknown> {
  return await result(start(program, ...parameters));
}

async function result(child: Child): Promise<unknown> {
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ended with ${String(code)}: ${errors}`);
  return JSON.parse(output) as unknown;
}

/** As {@link run}, after a line of shell that sets limits. The program is packed: its modules are not to be what meets them. */
export async function runLimited(shell: string, program: string, ...parameters: readonly string[]): Promise<unknown> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'memento-limited-'));
  try {
    const command = ['-c', `${shell}; exec "$0" "$@"`, process.execPath, await pack(program, folder), ...parameters];
    return await result(spawn('sh', command, { stdio: ['ignore', 'pipe', 'pipe'] }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lets a program print `lines` lines, waits a moment longer and kills it where it stands. Gives all it printed. */
export async function killAfter(child: Child, lines: number, moreMs: number): Promise<string> {
  let output = '';
  let armed = false;
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    if (armed || output.split('\n').length <= lines) return;
    armed = true;
    setTimeout(() => child.kill('SIGKILL'), moreMs);
  });
  await once(child, 'close');
  return output;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Packs a program of `children/` into one file in `folder`, which starts in a tenth of the time.
 * @returns its path, to be run with `node`.
 */
export const pack = (program: string, folder: string): Promise<string> =>
  packFile(fileURLToPath(new URL(`children/${program}.ts`, import.meta.url)), folder);

/** The same for a program of another folder, by its path. */
export async function packFile(file: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${path.basename(file, '.ts')}.mjs`);
  await build({
    ...{ entryPoints: [file], outfile },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    plugins: [vectraIndexOnly],
    // Packages in the old module format ask for `require`.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${JSON.stringify(import.meta.url)});`,
    },
  });
  return outfile;
}

export const startPacked = (file: string, ...parameters: readonly string[]): Child =>
  spawn(process.execPath, [file, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs a packed program to its end and gives what it printed as JSON. */
export const runPacked = (file: string, ...parameters: readonly string[]): Promise<unknown> =>
  result(startPacked(file, ...parameters));
