import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderView } from '../../../src/host/library/folderView.js';
import type { Parts } from '../../../src/host/parts.js';
import { activated, eventually } from '../support.js';

/** The window begins with the first two. */
const [first, second, third] = ['first', 'second', 'third'] as const;

describe('folders that come and go', () => {
  let parts: Parts;
  let base = '';
  const uriOf = (name: string): vscode.Uri => vscode.Uri.file(path.join(base, name));
  const opened = (): readonly string[] => parts.engines.opened.map(({ folder }) => folder.name).sort();
  const names = ({ own }: FolderView): readonly string[] => own.map(({ skill }) => skill.name);
  const listed = async (): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries((await parts.library.read()).map((view) => [view.name, names(view)]));
  const write = async (folder: string, skill: string): Promise<void> => {
    const dir = path.join(base, folder, '.memento/skills', skill);
    await mkdir(dir, { recursive: true });
    await writeFile(path.join(dir, 'SKILL.md'), `---\nname: ${skill}\ndescription: Lies in ${folder}.\n---\nBody.\n`);
  };
  /**
   * Changes the folders and waits until everybody has been told. VS Code refuses a change as long as the one before has not been told, and the list
   * of folders is the new one already before that.
   */
  const accepted = async (change: () => boolean): Promise<void> => {
    const told = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
        listener.dispose();
        resolve();
      });
    });
    await eventually('the change of folders is accepted', change);
    await told;
  };
  const add = async (name: string): Promise<void> => {
    await accepted(() => {
      const end = vscode.workspace.workspaceFolders?.length ?? 0;
      return vscode.workspace.updateWorkspaceFolders(end, 0, { uri: uriOf(name), name });
    });
    await eventually(`${name} is listed`, async () => name in (await listed()));
  };
  const remove = async (name: string): Promise<void> => {
    await accepted(() => {
      const index = vscode.workspace.workspaceFolders?.findIndex((folder) => folder.name === name) ?? -1;
      return vscode.workspace.updateWorkspaceFolders(index, 1);
    });
    await eventually(`${name} is listed no more`, async () => !(name in (await listed())));
  };

  before(async () => {
    parts = await activated();
    base = path.dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '');
    for (const name of [first, second, third]) await write(name, `of-${name}`);
    await parts.library.refresh();
  });

  it('each folder of the window has a library and an engine of its own', async () => {
    assert.deepEqual(await listed(), { first: ['of-first'], second: ['of-second'] });
    assert.deepEqual(opened(), [first, second]);
    const [one, other] = parts.engines.opened.map(({ engine }) => engine.stateDir);
    assert.notEqual(one, other);
  });

  it('B29: one that is added is listed and watched from then on', async () => {
    await add(third);
    assert.deepEqual(await listed(), { first: ['of-first'], second: ['of-second'], third: ['of-third'] });
    assert.deepEqual(opened(), [first, second, third]);
    await write(third, 'later');
    await eventually('what is written into it', async () => (await listed())[third]?.includes('later'));
    await write(first, 'meanwhile');
    await eventually('what is written into the others', async () => (await listed())[first]?.includes('meanwhile'));
  });

  it('B29: one that is removed is listed no more, its engine ends and nothing of it is watched', async () => {
    const told: string[] = [];
    await remove(second);
    assert.deepEqual(opened(), [first, third]);
    const listener = parts.engines.onDidLearn(({ folder }) => told.push(folder.name));
    try {
      await write(second, 'unseen');
      await write(third, 'seen');
      await eventually('the change of another folder', () => told.includes(third));
      await write(third, 'seen-too');
      await eventually('a later one', async () => (await listed())[third]?.includes('seen-too'));
    } finally {
      listener.dispose();
    }
    assert.deepEqual([...new Set(told)], [third]);
    assert.deepEqual(await listed(), {
      first: ['meanwhile', 'of-first'],
      third: ['later', 'of-third', 'seen', 'seen-too'],
    });
  });

  it('B29: one that comes back is read anew, with what changed while it was away', async () => {
    await add(second);
    assert.deepEqual((await listed())[second], ['of-second', 'unseen']);
    await write(second, 'again');
    await eventually('what is written into it', async () => (await listed())[second]?.includes('again'));
  });
});
