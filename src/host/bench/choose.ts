import path from 'node:path';
import * as vscode from 'vscode';
import type { BenchSettings } from '../../bench/run/settings.js';
import { CancelledError } from '../../engine/errors.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Models } from '../models/models.js';
import { unfinished } from './unfinished.js';

/** A benchmark that was chosen to be run. */
export interface Chosen {
  readonly settings: BenchSettings;
  /** With the practice model, whatever is configured. */
  readonly simulated: boolean;
  /** Name of its folder below the folder of benchmarks. */
  readonly folder: string;
  /** Folders of programs that its tasks need. */
  readonly programs: readonly string[];
}

interface Item extends vscode.QuickPickItem {
  readonly pick: () => Promise<Omit<Chosen, 'folder' | 'programs'> & { readonly folder?: string }>;
}

/** Rounds of a benchmark of task files: what a real model learns from a file of tasks shows in the first few. */
const rounds = 3;

/** Asks which benchmark is to be run. @throws {CancelledError} when none is chosen */
export async function chooseBenchmark({ engine }: FolderEngine, models: Models): Promise<Chosen> {
  const { profiles } = await import('../../bench/run/profiles.js');
  const simulated = (name: keyof typeof profiles): Item['pick'] => {
    const settings = profiles[name];
    return () => Promise.resolve({ settings, simulated: true });
  };
  const left = await unfinished(engine.stateDir);
  const items: Item[] = [
    ...left.map(({ folder, settings, model }) => ({
      label: vscode.l10n.t('Go on: {0}', folder),
      description: model.label,
      detail: vscode.l10n.t('It was not finished; what is done is kept.'),
      pick: () => Promise.resolve({ settings, simulated: model.simulated, folder }),
    })),
    {
      label: vscode.l10n.t('Quick look'),
      description: vscode.l10n.t('practice model, simulated'),
      detail: vscode.l10n.t('Four ways of keeping a library in one simulated world, in about three minutes.'),
      pick: simulated('quick'),
    },
    {
      label: vscode.l10n.t('Everything'),
      description: vscode.l10n.t('practice model, simulated'),
      detail: vscode.l10n.t('All conditions in eight simulated worlds; this takes long and can be gone on with later.'),
      pick: simulated('full'),
    },
    {
      label: vscode.l10n.t('A task file…'),
      description: models.label?.label ?? vscode.l10n.t('no model is configured'),
      detail: vscode.l10n.t('Your model on your own tasks, with and without what it learns. Commands run unasked.'),
      pick: () => taskFile(models),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Run Benchmark'),
    placeHolder: vscode.l10n.t('Does the library get better? Nothing of your folder is touched.'),
  });
  if (!picked) throw new CancelledError();
  const chosen = await picked.pick();
  return { folder: nameFor(chosen.settings), ...chosen, programs: [] };
}

async function taskFile(models: Models): Promise<Pick<Chosen, 'settings' | 'simulated'>> {
  const { choice } = models;
  if (choice.kind === 'none') throw choice.problem;
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Run Benchmark'),
    openLabel: vscode.l10n.t('Run'),
    filters: { [vscode.l10n.t('Task files')]: ['jsonl'] },
  });
  const [file] = picked ?? [];
  if (!file) throw new CancelledError();
  const conditions = ['none', 'seed', 'full'];
  const settings = { tasks: file.fsPath, conditions, seeds: ['1'], rounds, config: {} };
  return { settings, simulated: choice.kind === 'practice' };
}

/** For example `frozen-2031-05-04-10-30-05`. */
const nameFor = ({ tasks }: BenchSettings): string =>
  `${path.basename(tasks, '.jsonl')}-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-')}`;
