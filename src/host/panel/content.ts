import * as vscode from 'vscode';
import type { RunEvent } from '../../engine/events.js';
import { text } from '../../engine/text.js';
import type { LearningMode, PanelStatus } from '../../protocol.js';
import type { FolderEngine } from '../engines/engines.js';
import { diskFolders } from '../folders/folders.js';
import type { Models } from '../models/models.js';

/** Model and what is missing, the most basic thing first. */
export async function panelStatus(
  models: Models,
  folder: string | undefined,
  mode: LearningMode,
): Promise<PanelStatus> {
  const problem = panelProblem(models);
  const model = models.label;
  const practice = folder !== undefined && (await isPractice(folder));
  return { model, practice, mode, ...(problem && { problem }) };
}

function panelProblem(models: Models): PanelStatus['problem'] {
  if (diskFolders().length === 0)
    return { text: text('Memento works in a folder. Open one first.'), remedy: 'open-folder' };
  if (!vscode.workspace.isTrusted)
    return { text: text('Memento runs nothing in a folder you have not trusted.'), remedy: 'trust-workspace' };
  const { choice } = models;
  if (choice.kind !== 'none') return undefined;
  return { text: choice.problem.text, remedy: choice.problem.remedy ?? 'configure-model' };
}

async function isPractice(folder: string): Promise<boolean> {
  const { isPracticeWorkspace } = await import('../../practice/workspace.js');
  return isPracticeWorkspace(folder);
}

/** All logged events of a run. One whose window died gets the end that nobody could log. */
export async function runEvents({ engine }: FolderEngine, id: string): Promise<readonly RunEvent[]> {
  await engine.revisit(id);
  const { summary, events } = await engine.run(id);
  const last = events.at(-1);
  const ended = events.some(({ type }) => type === 'run.finished');
  if (summary.status !== 'interrupted' || ended || !last) return events;
  const { run, seq, at } = last;
  return [
    ...events,
    { type: 'run.finished', status: 'interrupted', ms: at - summary.startedAt, run, seq: seq + 1, at },
  ];
}
