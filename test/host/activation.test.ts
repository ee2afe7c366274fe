import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/host/commands/table.js';
import type { Parts } from '../../src/host/parts.js';
import { activated, eventually, workspaceFolder, withSettings } from './support.js';

describe('activation', () => {
  let parts: Parts;
  before(async () => (parts = await activated()));

  it('registers every command of the table and no other', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((id) =>
      /^memento\.(?!skills|history)/.test(id),
    );
    assert.deepEqual(registered.sort(), [...commandIds].sort());
  });

  it('keeps both sides of a review as files, the right one writable', () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('memento-base'), false);
    assert.equal(vscode.workspace.fs.isWritableFileSystem('memento-proposal'), true);
  });

  it('opens the engine of the folder when it is needed, once', async () => {
    const [first, second] = await Promise.all([
      parts.engines.of(workspaceFolder()),
      parts.engines.of(workspaceFolder()),
    ]);
    assert.equal(first, second);
    assert.equal(parts.engines.opened.length, 1);
    const home = process.env.MEMENTO_HOME!;
    assert.ok(first.engine.stateDir.startsWith(home), 'state lies in the state folder, not in the workspace');
  });
});

describe('settings', () => {
  let parts: Parts;
  const folder = path.join(workspaceFolder().uri.fsPath, '.vscode');
  before(async () => (parts = await activated()));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('of a workspace are not read', async () => {
    await mkdir(folder, { recursive: true });
    const mine = {
      'memento.baseUrl': 'http://127.0.0.1:1/v1',
      'memento.model': 'theirs',
      'memento.embeddingModel': 'theirs',
      'memento.limits.steps': 2,
      'editor.rulers': [77],
    };
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(mine));
    const rulers = (): unknown => vscode.workspace.getConfiguration('editor').get('rulers');
    await eventually('the workspace settings are read', () => JSON.stringify(rulers()) === '[77]');
    assert.equal(parts.settings.baseUrl, '');
    assert.equal(parts.settings.model, 'practice');
    assert.equal(parts.settings.embeddingModel, '');
    assert.equal(parts.models.embedder, undefined);
    assert.equal(parts.settings.limits.maxSteps, 30);
  });

  it('of the person count at once and are cut to what is possible', () =>
    withSettings({ 'limits.steps': 7, 'limits.minutes': 100_000, 'limits.commandTimeoutSeconds': -5 }, async () => {
      const { limits } = parts.settings;
      await eventually('the new limit', () => limits.maxSteps === 7);
      assert.equal(limits.maxMinutes, 120);
      assert.equal(limits.commandTimeoutSeconds, 1);
    }));
});
