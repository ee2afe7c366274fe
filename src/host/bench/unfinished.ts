import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { benchFolder, reportFile } from '../../bench/report/benchFolder.js';
import { ifCode } from '../../bench/house/ifCode.js';
import type { RunInfo } from '../../bench/run/outFolder.js';
import type { BenchSettings } from '../../bench/run/settings.js';

/** A benchmark that was cancelled or cut off. */
export interface Unfinished {
  readonly folder: string;
  readonly settings: BenchSettings;
  readonly model: RunInfo['model'];
}

/** Offered at most: who has left more behind looks for something new. */
const most = 3;

/** Benchmarks below a state folder that have no report yet, newest first. */
export async function unfinished(stateDir: string): Promise<readonly Unfinished[]> {
  const dir = benchFolder(stateDir);
  const found: (Unfinished & { readonly startedAt: number })[] = [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(ifCode('ENOENT', []));
  for (const { name: folder } of entries.filter((entry) => entry.isDirectory())) {
    const files = await readdir(path.join(dir, folder));
    if (!files.includes('run.json') || files.includes(reportFile)) continue;
    const info = await readInfo(path.join(dir, folder, 'run.json'));
    if (info) found.push({ folder, settings: asked(info.settings), model: info.model, startedAt: info.startedAt });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt).slice(0, most);
}

const asked = ({ tasks, conditions, seeds, rounds, config }: RunInfo['settings']): BenchSettings => ({
  ...{ tasks, seeds, rounds, config },
  conditions: conditions.map(({ name }) => name),
});

/** What a crash has left of a file is as good as none. */
async function readInfo(file: string): Promise<RunInfo | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunInfo;
  } catch {
    return undefined;
  }
}
