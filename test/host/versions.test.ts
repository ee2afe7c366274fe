import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { versionUri } from '../../src/host/review/uris.js';
import { command } from './answers.js';
import {
  activated,
  closeEditors,
  eventually,
  propose,
  skillFile,
  skillText,
  tabsOf,
  workspaceFolder,
  writeSkill,
} from './support.js';

const name = 'versioned';
const first = `---\nname: ${name}\ndescription: A skill for the tests of versions.\n---\n\n- one\n`;
const second = first.replace('- one', '- ONE');

describe('the versions of a skill', () => {
  let parts: Parts;
  let folder: FolderEngine;
  const target = (version?: number) => ({
    folder: workspaceFolder().uri.fsPath,
    skill: name,
    ...(version === undefined ? {} : { version }),
  });
  const accept = async (after: string): Promise<string> => {
    const { id } = await propose(folder, name, after);
    await parts.decider.accept(id);
    return id;
  };
  /** Leaves the skill with two versions: as written, as accepted. */
  const twoVersions = async (): Promise<string> => {
    await writeSkill(folder, name, first);
    await folder.engine.trust([name]);
    const id = await accept(second);
    assert.equal(await skillText(name), second);
    return id;
  };
  const latest = async () => (await folder.engine.versions(name)).at(-1)!;
  const indexOf = async (text: string): Promise<number> => {
    for (const { version, tree } of (await folder.engine.versions(name)).toReversed()) {
      if (tree === null) continue;
      const content = await folder.engine.versionFiles(tree);
      if (Buffer.from(content.get('SKILL.md')!.data).toString() === text) return version;
    }
    throw new Error('no such version');
  };

  before(async () => {
    parts = await activated();
    folder = await parts.engines.of(workspaceFolder());
  });
  afterEach(async () => {
    await closeEditors();
    await rm(path.dirname(skillFile(name)), { recursive: true, force: true });
    await eventually('it is gone', async () => !(await folder.engine.skills()).skills.some((one) => one.name === name));
  });

  it('that are not there any more are said to be missing, and why', async () => {
    const missing = vscode.workspace.fs.readFile(versionUri('0'.repeat(64), name));
    await assert.rejects(Promise.resolve(missing), (error: vscode.FileSystemError) => {
      assert.equal(error.code, 'FileNotFound');
      assert.match(error.message, /stored content 0{12} is missing/);
      return true;
    });
  });

  it('are compared with the files as they are', async () => {
    await twoVersions();
    const old = await indexOf(first);
    await command('memento.compareVersion', target(old));
    const [tab] = tabsOf(vscode.TabInputTextDiff);
    assert.equal(tab!.modified.fsPath, skillFile(name));
    const { hash } = (await folder.engine.versions(name)).find(({ version }) => version === old)!;
    assert.equal(tab!.original.toString(), versionUri(hash, name).toString());
    assert.equal((await vscode.workspace.openTextDocument(tab!.original)).getText(), first);
  });

  it('show what they changed', async () => {
    await twoVersions();
    await command('memento.openVersion', target((await latest()).version));
    const [tab] = tabsOf(vscode.TabInputTextDiff);
    const sides = await Promise.all(
      [tab!.original, tab!.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.deepEqual(sides, [first, second]);
  });

  it('with several changed files open together', async () => {
    await twoVersions();
    await mkdir(path.join(path.dirname(skillFile(name)), 'scripts'));
    await writeFile(path.join(path.dirname(skillFile(name)), 'scripts', 'run.sh'), 'echo\n');
    await writeFile(skillFile(name), first.replace('one', 'three'));
    await eventually('both files', async () =>
      (await folder.engine.skills()).skills.some((one) => one.name === name && one.files.length === 2),
    );
    await command('memento.compareVersion', target(await indexOf(second)));
    await eventually('the editor for several files', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith(`${name}: v`),
    );
    assert.equal(tabsOf(vscode.TabInputTextDiff).length, 0);
  });

  it('are restored after a question, as a new version', async () => {
    await twoVersions();
    const old = await indexOf(first);
    await command('memento.restoreVersion', target(old), {});
    assert.equal(await skillText(name), second, 'not without a yes');
    const asked = await command('memento.restoreVersion', target(old), { warning: 'Restore' });
    assert.match(asked.warnings[0]!, /^Restore v\d+ of “versioned”\?$/);
    assert.equal(await skillText(name), first);
    assert.equal((await latest()).by, 'restore');
    assert.equal((await folder.engine.standing()).toReview.has(name), false);
  });

  it('B26: are not restored over unsaved changes', async () => {
    await twoVersions();
    const old = await indexOf(first);
    const { document } = await vscode.window.showTextDocument(vscode.Uri.file(skillFile(name)));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(5, 0), 'typed, not saved\n');
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    const asked = await command('memento.restoreVersion', target(old), { warning: 'Restore' });
    assert.match(asked.warnings[1] ?? '', /unsaved changes/);
    assert.equal(await skillText(name), second);
    assert.ok(document.isDirty);
    assert.match(document.getText(), /typed, not saved/);

    await command('memento.restoreVersion', target(old), { warning: ['Restore', 'Save and Continue'] });
    assert.equal(await skillText(name), first);
    const typed = second.replace('- ONE', 'typed, not saved\n- ONE');
    await eventually('what was typed is a version', async () => (await indexOf(typed)) > 0);
  });

  it('go back by one step after an accept, and the proposal waits again', async () => {
    const id = await twoVersions();
    await command('memento.undoAccept', { proposal: id });
    assert.equal(await skillText(name), first);
    assert.equal((await folder.engine.proposal(id)).state, 'pending');
    await command('memento.undoAccept', target((await latest()).version));
    assert.equal(await skillText(name), first, 'this version came from no proposal');
  });

  it('stay when the skill is archived, and bring it back', async () => {
    await twoVersions();
    await command('memento.archiveSkill', target(), { warning: 'Archive' });
    assert.equal(existsSync(skillFile(name)), false);
    await eventually('it is in the archive', async () => (await folder.engine.standing()).archived.includes(name));
    await command('memento.restoreVersion', target(), { warning: 'Restore' });
    assert.equal(await skillText(name), second);
  });

  it('lose nothing when the file was changed meanwhile: both texts are shown', async () => {
    await twoVersions();
    const { id } = await propose(folder, name, second.replace('ONE', 'two'));
    const mine = second.replace('ONE', 'mine');
    await writeFile(skillFile(name), mine);
    await command('memento.acceptProposal', { proposal: id });
    assert.equal(await skillText(name), mine);
    assert.equal((await folder.engine.proposal(id)).state, 'stale');
    await command('memento.showConflict', { proposal: id });
    const [tab] = tabsOf(vscode.TabInputTextDiff);
    assert.equal(tab!.original.fsPath, skillFile(name));
    const [now, wanted] = await Promise.all(
      [tab!.original, tab!.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.equal(wanted!.getText(), second.replace('ONE', 'two'));
    await eventually('the file as it is', () => now!.getText() === mine);
  });
});
