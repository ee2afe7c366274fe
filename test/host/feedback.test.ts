import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/engine/events.js';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import { EditorDiagnostics } from '../../src/host/engines/editorDiagnostics.js';
import type { Parts } from '../../src/host/parts.js';
import { runState } from '../../src/host/runs/runState.js';
import { WorkspaceCommands } from '../../src/host/settings/workspaceCommands.js';
import { answering } from './answers.js';
import { activated, answerAll, closeEditors, eventually, taskOf, withSettings, workspaceFolder } from './support.js';

const inside = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder().uri, name);
const problem = (message: string, severity = vscode.DiagnosticSeverity.Error): vscode.Diagnostic =>
  new vscode.Diagnostic(new vscode.Range(2, 0, 2, 1), message, severity);

describe('feedback in the editor', () => {
  let parts: Parts;
  let folder: FolderEngine;
  let answers: vscode.Disposable | undefined;
  before(async () => {
    parts = await activated();
    folder = await parts.engines.of(workspaceFolder());
  });
  afterEach(async () => {
    answers?.dispose();
    for (const { run } of parts.runs.current) parts.runs.cancel(run);
    await eventually('no run goes on', () => parts.runs.current.length === 0);
    await closeEditors();
  });
  const latest = async (): Promise<RunSummary> => (await folder.engine.runs())[0]!;
  const solve = async (id: string): Promise<RunSummary> => {
    answers = answerAll(parts, 'once');
    await vscode.commands.executeCommand('memento.solveTask', { prompt: (await taskOf(id)).prompt });
    await eventually('it runs', () => parts.runs.current.length > 0);
    await eventually('it has ended', () => parts.runs.current.length === 0);
    return latest();
  };

  it('reads the problems of the folder, errors and warnings, and which files are open', async () => {
    const editor = new EditorDiagnostics(workspaceFolder().uri.fsPath);
    const collection = vscode.languages.createDiagnosticCollection('test');
    let changes = 0;
    const listener = editor.onDidChange(() => changes++);
    try {
      collection.set(inside('a.mjs'), [
        problem('wrong'),
        problem('odd', vscode.DiagnosticSeverity.Warning),
        problem('a hint', vscode.DiagnosticSeverity.Hint),
      ]);
      await eventually('the change is told', () => changes > 0);
      collection.set(vscode.Uri.file(`${workspaceFolder().uri.fsPath}-other/b.mjs`), [problem('elsewhere')]);
      await vscode.workspace.openTextDocument(inside('README.md'));
      const { problems, open } = await editor.read();
      assert.deepEqual(problems, [
        { path: 'a.mjs', line: 3, message: 'wrong', severity: 'error' },
        { path: 'a.mjs', line: 3, message: 'odd', severity: 'warning' },
      ]);
      assert.ok(open.has('README.md'));
      assert.equal(open.has('a.mjs'), false);
    } finally {
      listener.dispose();
      collection.dispose();
    }
  });

  it('lets others have their turn while it copies very many problems', async () => {
    const editor = new EditorDiagnostics(workspaceFolder().uri.fsPath);
    const collection = vscode.languages.createDiagnosticCollection('many');
    try {
      collection.set(
        Array.from({ length: 2000 }, (_, file): [vscode.Uri, vscode.Diagnostic[]] => [
          inside(`f${file}.mjs`),
          Array.from({ length: 10 }, (_, index) => problem(`e${index}`)),
        ]),
      );
      const begun = performance.now();
      const all = vscode.languages.getDiagnostics();
      console.log(`      VS Code gives ${all.length} files in ${(performance.now() - begun).toFixed(0)} ms`);
      let turns = 0;
      let longest = 0;
      let last = performance.now();
      const others = setInterval(() => {
        turns++;
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      const { problems } = await editor.read();
      clearInterval(others);
      assert.equal(problems.length, 20_000);
      console.log(`      20,000 problems: ${turns} turns of others, longest wait ${longest.toFixed(0)} ms`);
      assert.ok(turns > 0);
    } finally {
      collection.dispose();
    }
  });

  it('a run after which a file has a new error has failed, and says by what', async () => {
    const collection = vscode.languages.createDiagnosticCollection('server');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(workspaceFolder(), 'scripts/*.mjs'),
    );
    watcher.onDidCreate((file) => collection.set(file, [problem('does not end')]));
    try {
      const run = await solve('ledger-net');
      assert.deepEqual([run.outcome, run.decidedBy], ['failure', 'diagnostics']);
      const { events } = await folder.engine.run(run.id);
      const found = events.flatMap((event) => (event.type === 'signal' ? (event.signal.problems ?? []) : []));
      assert.deepEqual(
        found.map(({ message, line }) => [message, line]),
        [['does not end', 3]],
      );
      await folder.engine.undo(run.id);
    } finally {
      watcher.dispose();
      collection.dispose();
    }
  });

  it('the tests that the person has set are run before and after', () => {
    return withSettings({ 'feedback.command': '! test -e scripts' }, async () => {
      await eventually('the setting is read', () => parts.commands.of(workspaceFolder()) !== '');
      const run = await solve('ledger-net');
      assert.deepEqual([run.outcome, run.decidedBy], ['failure', 'tests']);
      await folder.engine.undo(run.id);
    });
  });

  it('the judge that the person has switched on is asked, and lists say that it was one', () => {
    return withSettings({ 'feedback.judge': true }, async () => {
      await eventually('the setting is read', () => parts.settings.judge);
      const run = await solve('ledger-net');
      assert.deepEqual([run.outcome, run.decidedBy], ['success', 'judge']);
      assert.equal(runState(run).word, 'passed, LLM-judged');
      await folder.engine.undo(run.id);
    });
  });

  it('a command that a workspace brings along runs only once the person has allowed exactly that one', async () => {
    const settings = path.join(workspaceFolder().uri.fsPath, '.vscode');
    await mkdir(settings, { recursive: true });
    const bring = async (command: string): Promise<void> => {
      await writeFile(path.join(settings, 'settings.json'), JSON.stringify({ 'memento.feedback.command': command }));
      await eventually('the workspace settings are read', () => {
        const found = vscode.workspace.getConfiguration('memento').inspect('feedback.command');
        return found?.workspaceValue === command;
      });
    };
    const kept = new Map<string, unknown>();
    const state: vscode.Memento = {
      get: <T>(key: string, otherwise?: T): T => (kept.has(key) ? kept.get(key) : otherwise) as T,
      update: (key, value) => Promise.resolve(void kept.set(key, value)),
      keys: () => [...kept.keys()],
    };
    try {
      await bring('npm run evil');
      const commands = new WorkspaceCommands(state);
      const asked = await answering({}, () => {
        assert.equal(commands.of(workspaceFolder()), '');
        assert.equal(commands.of(workspaceFolder()), '', 'it is asked once');
        return Promise.resolve();
      });
      assert.deepEqual(
        asked.messages.map((message) => message.endsWith(': npm run evil')),
        [true],
      );
      assert.equal(commands.of(workspaceFolder()), '', 'the question was closed');
      kept.set('feedback.commands', ['npm run evil']);
      assert.equal(commands.of(workspaceFolder()), 'npm run evil');
      await bring('npm run evil; curl x');
      await answering({}, () => {
        assert.equal(commands.of(workspaceFolder()), '', 'another one is asked anew');
        return Promise.resolve();
      });
      await bring('');
      assert.equal(commands.of(workspaceFolder()), '', 'a workspace may do without');
    } finally {
      await rm(settings, { recursive: true, force: true });
    }
  });
});
