import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BenchOptions, BenchProgress } from '../../bench/run/bench.js';
import type { Finished } from '../../bench/run/benchThread.js';
import { run, type Handlers } from '../commands/commands.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { chooseFolder, requireTrust } from '../folders/folders.js';
import type { Models } from '../models/models.js';
import type { Panels } from '../panel/panels.js';
import { chooseBenchmark, type Chosen } from './choose.js';
import { Slot } from './slot.js';

/** Where what a benchmark needs is in the extension. */
export interface BenchFiles {
  readonly dist: string;
  readonly templates: string;
  readonly version: string;
}

/** The commands about benchmarks: run one, or the rest of one, and show what was found. */
export function benchCommands(engines: Engines, models: Models, panels: Panels, files: BenchFiles): Handlers {
  const slot = new Slot();
  return {
    'memento.showLearning': () => panels.show('learning', false),
    'memento.runBenchmark': async () => {
      const title = vscode.l10n.t('Run Benchmark');
      const folder = await engines.of(await chooseFolder(title));
      requireTrust();
      await slot.free();
      const options = await optionsOf(folder, await chooseBenchmark(folder, models), models, files);
      const finished = await slot.use((cancelled) => withProgress(title, options, files, cancelled));
      panels.benchChanged();
      tell(finished);
    },
  };
}

async function optionsOf(
  { engine }: FolderEngine,
  { settings, simulated, folder, programs }: Chosen,
  models: Models,
  { dist, templates, version }: BenchFiles,
): Promise<BenchOptions> {
  const { benchFolder } = await import('../../bench/report/benchFolder.js');
  const out = path.join(benchFolder(engine.stateDir), folder);
  await mkdir(out, { recursive: true });
  return {
    ...{ settings, out, templates, version, programs },
    model: simulated ? 'practice' : await models.endpoint(),
    workerFile: path.join(dist, 'bench.cjs'),
  };
}

async function withProgress(
  title: string,
  options: BenchOptions,
  { dist }: BenchFiles,
  cancelled: () => void,
): Promise<Finished> {
  const { benchInThread } = await import('../../bench/run/benchThread.js');
  const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(where, async (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => {
      cancelled();
      cancel.abort();
    });
    let percent = 0;
    const show = ({ done, of, tokens }: BenchProgress): void => {
      const reached = Math.floor((100 * done) / Math.max(1, of));
      const message = vscode.l10n.t('{0} of {1} tasks, {2} tokens', done, of, tokens.toLocaleString());
      progress.report({ message, increment: Math.max(0, reached - percent) });
      percent = Math.max(percent, reached);
    };
    return await benchInThread({ options, dist }, show, cancel.signal);
  });
}

function tell({ page }: Finished): void {
  const [show, open] = [vscode.l10n.t('Show Learning'), vscode.l10n.t('Open Report')];
  // Not awaited: the command has done its work, the message may stand as long as it likes.
  void vscode.window
    .showInformationMessage(vscode.l10n.t('The benchmark is done.'), show, open)
    .then(async (picked) => {
      if (picked === show) void run('memento.showLearning');
      if (picked === open) await vscode.env.openExternal(vscode.Uri.file(page));
    });
}
