import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Parts } from '../../../src/host/parts.js';
import { activated, panelOpens } from '../support.js';

describe('without a folder', () => {
  let parts: Parts;
  before(async () => (parts = await activated()));

  it('a task is not begun, and the way to a folder is shown', async () => {
    await assert.rejects(parts.solver.ask({ prompt: 'Do something' }), { name: 'HumanError', remedy: 'open-folder' });
    assert.equal(parts.runs.current.length, 0);
  });

  it('the library is empty and no engine starts', async () => {
    assert.deepEqual(await parts.library.read(), []);
    assert.equal(parts.engines.opened.length, 0);
  });

  it('the panel opens', async () => {
    await vscode.commands.executeCommand('memento.showPanel');
    await panelOpens();
  });
});
