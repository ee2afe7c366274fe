import { notGated } from '../../src/engine/write/gate/report.js';
import { text } from '../../src/engine/text.js';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Task } from '../../src/engine/task.js';
import { Proposals } from '../../src/engine/write/proposals.js';
import type { Proposal } from '../../src/engine/write/proposal.js';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';

/** The extension under test, activated. Only in tests does it hand out its parts. */
export async function activated(): Promise<Parts> {
  const extension = vscode.extensions.getExtension<Parts | undefined>('memento-skills.memento');
  assert.ok(extension, 'the extension is there');
  const parts = await extension.activate();
  assert.ok(parts, 'it hands out its parts');
  return parts;
}

/** The folder that is open. */
export function workspaceFolder(): vscode.WorkspaceFolder {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return folder;
}

/** Asks until it holds. */
export async function eventually(what: string, ask: () => unknown): Promise<void> {
  const end = Date.now() + 20_000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await ask()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not seen: ${what}`, { cause: last });
}

export const skillFile = (skill: string): string =>
  path.join(workspaceFolder().uri.fsPath, '.memento', 'skills', skill, 'SKILL.md');

export const skillText = (skill: string): Promise<string> => readFile(skillFile(skill), 'utf8');

/** A proposal as the engine would have made it from SKILL.md as it is now. */
export async function propose({ engine }: FolderEngine, skill: string, after: string): Promise<Proposal> {
  const { skills } = await engine.skills();
  const base = skills.find(({ name }) => name === skill);
  assert.ok(base, `${skill} is in the library`);
  const store = new Proposals(path.join(engine.stateDir, 'proposals'), { now: () => Date.now() });
  return store.create({
    operation: 'rewrite',
    skill,
    baseHash: base.hash,
    baseVersion: 1,
    before: base.text,
    after,
    summary: 'made for a test',
    runs: [],
    attribution: null,
    model: { label: 'nobody', simulated: true },
    gate: notGated(text('Nothing has been replayed.')),
  });
}

/** Puts a skill into the library by hand and waits until it is seen. */
export async function writeSkill({ engine }: FolderEngine, skill: string, text: string): Promise<void> {
  const file = skillFile(skill);
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(file)));
  await writeFile(file, text);
  await eventually(`${skill} in the library`, async () =>
    (await engine.skills()).skills.some((one) => one.name === skill && one.text === text),
  );
}

/** A task of the practice workspace's task file. */
export async function taskOf(id: string): Promise<Required<Task>> {
  const lines = await readFile(path.join(workspaceFolder().uri.fsPath, 'tasks.jsonl'), 'utf8');
  for (const line of lines.split('\n').filter(Boolean)) {
    const task = JSON.parse(line) as { id: string; prompt: string; check: { script: string } };
    if (task.id === id) return { prompt: task.prompt, check: task.check.script };
  }
  throw new Error(`no task ${id}`);
}

/** Answers every question of the runs until disposed. */
export function answerAll({ approvals }: Parts, choice: 'once' | 'run' | 'deny'): vscode.Disposable {
  const answer = (): void => {
    for (const { id } of approvals.pending) approvals.answer(id, choice);
  };
  answer();
  return approvals.onDidChange(() => setImmediate(answer));
}

/** Tabs are told to extensions a moment after they open. */
export const panelOpens = (): Promise<void> =>
  eventually('the panel', () =>
    tabsOf(vscode.TabInputWebview).some(({ viewType }) => viewType.endsWith('memento.panel')),
  );

export const tabsOf = <T>(kind: abstract new (...args: never[]) => T): readonly T[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof kind ? [input] : []));

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
}

/** A user setting for the time of a test. */
export async function withSettings(values: Readonly<Record<string, unknown>>, use: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('memento');
  const before = Object.keys(values).map((key) => [key, settings.inspect(key)?.globalValue] as const);
  const write = async (entries: Iterable<readonly [string, unknown]>): Promise<void> => {
    for (const [key, value] of entries) await settings.update(key, value, vscode.ConfigurationTarget.Global);
  };
  try {
    await write(Object.entries(values));
    await use();
  } finally {
    await write(before);
  }
}
