import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/engine/events.js';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import {
  activated,
  answerAll,
  closeEditors,
  eventually,
  panelOpens,
  tabsOf,
  taskOf,
  workspaceFolder,
} from './support.js';

describe('a task', () => {
  let parts: Parts;
  let engine: FolderEngine;
  const latest = async (): Promise<RunSummary> => (await engine.engine.runs())[0]!;
  const idle = (): Promise<void> => eventually('no run goes on', () => parts.runs.current.length === 0);

  before(async () => {
    parts = await activated();
    engine = await parts.engines.of(workspaceFolder());
  });
  let answers: vscode.Disposable | undefined;
  afterEach(async () => {
    answers?.dispose();
    for (const { run } of parts.runs.current) parts.runs.cancel(run);
    await idle();
    await closeEditors();
  });

  it('runs with the practice model, and the panel opens without taking the focus', async () => {
    const text = await vscode.workspace.openTextDocument(path.join(workspaceFolder().uri.fsPath, 'README.md'));
    const editor = await vscode.window.showTextDocument(text);
    answers = answerAll(parts, 'once');
    await vscode.commands.executeCommand('memento.solveTask', await taskOf('ledger-largest'));
    await panelOpens();
    assert.equal(vscode.window.activeTextEditor, editor);
    await idle();
    const run = await latest();
    assert.equal(run.status, 'done');
    assert.equal(run.simulated, true);
    assert.notEqual(run.outcome, 'unknown');
    assert.equal(parts.runs.last?.id, run.id);
  });

  it('waits for its approval as long as it takes, panel or not, and ends with Cancel Run', async () => {
    await vscode.commands.executeCommand('memento.solveTask', await taskOf('ledger-largest'));
    await eventually('a question', () => parts.approvals.pending.length === 1);
    await closeEditors();
    await eventually('the panel is closed', () => tabsOf(vscode.TabInputWebview).length === 0);
    const [question] = parts.approvals.pending;
    assert.equal(parts.approvals.answer('nobody/1', 'once'), false);
    assert.equal(parts.approvals.pending[0], question);
    await vscode.commands.executeCommand('memento.goToApproval');
    await panelOpens();
    await vscode.commands.executeCommand('memento.cancelRun');
    await idle();
    assert.equal((await latest()).status, 'cancelled');
    assert.equal(parts.approvals.pending.length, 0);
  });

  it('waits for the one before it', async () => {
    const task = await taskOf('ledger-largest');
    await vscode.commands.executeCommand('memento.solveTask', task);
    await eventually('a question', () => parts.approvals.pending.length === 1);
    await vscode.commands.executeCommand('memento.solveTask', task);
    assert.equal(parts.runs.current.length, 2);
    assert.equal(parts.runs.current[1]?.number, undefined);
    const [first, second] = parts.runs.current.map(({ run }) => run);
    assert.ok(parts.runs.cancel(first!));
    await eventually('the second runs', () => parts.runs.current[0]?.run === second && parts.runs.current[0]?.number);
    assert.ok(parts.runs.cancel(second!));
    await idle();
  });

  it('can be undone', async () => {
    answers = answerAll(parts, 'once');
    await vscode.commands.executeCommand('memento.solveTask', await taskOf('ledger-net'));
    await idle();
    const { id, changes } = await latest();
    const files = changes
      .filter((change) => change.before === null && change.after !== null)
      .map((change) => path.join(workspaceFolder().uri.fsPath, change.path));
    assert.ok(files.length > 0 && files.every((file) => existsSync(file)));
    await vscode.commands.executeCommand('memento.undoRun', { run: id });
    assert.ok(files.every((file) => !existsSync(file)));
    assert.equal((await latest()).undone, true);
  });
});
