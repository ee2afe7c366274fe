import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Parts } from '../../../src/host/parts.js';
import { activated, workspaceFolder } from '../support.js';

describe('in a folder that is not trusted', () => {
  let parts: Parts;
  before(async () => (parts = await activated()));

  it('the extension is there all the same', () => assert.equal(vscode.workspace.isTrusted, false));

  it('the skills are listed', async () => {
    const [view] = await parts.library.read();
    assert.deepEqual(
      view!.own.map(({ skill }) => skill.name),
      ['ledger-conventions'],
    );
    assert.equal(view!.trusted, false);
    assert.equal(view!.own[0]!.facts, undefined);
  });

  it('nothing else happens: no engine, no state, no run', async () => {
    await assert.rejects(parts.engines.of(workspaceFolder()), { name: 'HumanError', remedy: 'trust-workspace' });
    await assert.rejects(parts.solver.ask({ prompt: 'Do something' }), { remedy: 'trust-workspace' });
    await vscode.commands.executeCommand('memento.initLibrary');
    await vscode.commands.executeCommand('memento.showPanel');
    assert.equal(parts.engines.opened.length, 0);
    assert.equal(existsSync(process.env.MEMENTO_HOME!), false);
  });
});
