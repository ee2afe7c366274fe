import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Execute, type ProcessResult, runProcess } from '../../engine/act/process.js';
import { tempName } from '../../engine/store/atomic.js';
import { sha256 } from '../../engine/store/hash.js';
import { ifCode } from './ifCode.js';

/** What is kept of a command: what it said. It ended with 0. */
const schema = z.strictObject({ output: z.string() });

/**
 * Carries out commands, and does not start one again that gave its answer before in a folder with the same files: for a model whose
 * programs are known to compute from nothing else. A benchmark does the same task many times over, for replays, tests and conditions,
 * and the programs that say the same would be most of its time.
 */
export class KnownCommands {
  /** @param folder what is known is kept here, for all who are given the same folder; made when it is not there */
  constructor(private readonly folder: string) {}

  /** See {@link runProcess}. Only what ended with 0, changed no file and does not speak of its folder is known from then on. */
  readonly execute: Execute = async (request, signal) => {
    const before = await contentOf(request.cwd);
    if (before === undefined) return await runProcess(request, signal);
    const file = path.join(this.folder, `${sha256(JSON.stringify([request.command, before]))}.json`);
    const known = await readKnown(file);
    if (known !== undefined) {
      if (known) request.output?.(known);
      return { ...plain, output: known };
    }
    const result = await runProcess(request, signal);
    if (isPlain(result) && !result.output.includes(request.cwd) && (await contentOf(request.cwd)) === before)
      await this.#keep(file, result.output);
    return result;
  };

  async #keep(file: string, output: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // Others read here meanwhile, never a part of a file. After a power cut it may be empty, and the command runs again.
    const temp = path.join(this.folder, tempName(path.basename(file)));
    await writeFile(temp, JSON.stringify({ output }));
    await rename(temp, file);
  }
}

async function readKnown(file: string): Promise<string | undefined> {
  const json = await readFile(file, 'utf8').catch(ifCode('ENOENT', ''));
  return json ? schema.parse(JSON.parse(json)).output : undefined;
}

const plain = { exitCode: 0, signal: null, truncated: false, timedOut: false, ended: 0, survivors: 0 } as const;

const isPlain = (result: ProcessResult): boolean => isDeepStrictEqual(result, { ...plain, output: result.output });

/** Every file below a folder with its content, the library left out; `undefined` when there is something that is neither file nor folder. */
async function contentOf(folder: string): Promise<string | undefined> {
  const lines: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name));
    if (name.split(path.sep)[0] === '.memento' || entry.isDirectory()) continue;
    if (!entry.isFile()) return undefined;
    lines.push(JSON.stringify([name, sha256(await readFile(path.join(folder, name)))]));
  }
  return lines.sort().join('\n');
}
