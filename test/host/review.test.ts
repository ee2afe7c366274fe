import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Proposal } from '../../src/engine/write/proposal.js';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { anchorOf, blocksOf } from '../../src/host/review/blocks.js';
import { documentOf } from '../../src/host/review/session.js';
import { baseUri, proposalUri } from '../../src/host/review/uris.js';
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

const name = 'reviewed';
const oldText = [
  '---',
  `name: ${name}`,
  'description: A skill for the tests of reviews.',
  '---',
  '',
  '- one',
  '- two',
  '- three',
  '- four',
  '- five',
  '- six',
  '- seven',
  '',
].join('\n');
/** `two` rewritten, `five` deleted, a line added after `seven`. */
const newText = oldText.replace('- two', '- TWO').replace('- five\n', '').replace('- seven\n', '- seven\n- eight\n');

describe('the review of a proposal', () => {
  let parts: Parts;
  let engine: FolderEngine;
  let proposal: Proposal;
  let edits: readonly string[];
  const right = (): vscode.Uri => proposalUri(proposal.id, name);
  const document = (): vscode.TextDocument => documentOf(right())!;
  const state = async (): Promise<string> => (await engine.engine.proposal(proposal.id)).state;
  const run = (command: string, edit?: number): Thenable<unknown> =>
    vscode.commands.executeCommand(command, {
      proposal: proposal.id,
      ...(edit === undefined ? {} : { edit: edits[edit] }),
    });

  before(async () => {
    parts = await activated();
    engine = await parts.engines.of(workspaceFolder());
  });
  beforeEach(async () => {
    await writeSkill(engine, name, oldText);
    proposal = await propose(engine, name, newText);
    edits = blocksOf(oldText, newText).map(({ key }) => key);
    assert.equal(edits.length, 3);
    await run('memento.reviewProposal');
    await eventually('the diff', () => document());
  });
  afterEach(closeEditors);
  after(() => rm(path.dirname(skillFile(name)), { recursive: true, force: true }));

  it('opens as a native diff of the two texts', () => {
    assert.deepEqual(
      tabsOf(vscode.TabInputTextDiff).map(({ original, modified }) => [original.toString(), modified.toString()]),
      [[baseUri(proposal.id, name).toString(), right().toString()]],
    );
    assert.equal(document().getText(), newText);
    assert.equal(documentOf(baseUri(proposal.id, name))?.getText(), oldText);
  });

  it('writes only the accepted edit', async () => {
    await run('memento.acceptHunk', 0);
    assert.equal(await skillText(name), oldText, 'nothing is written yet');
    await run('memento.applyAccepted');
    assert.equal(await skillText(name), oldText.replace('- two', '- TWO'));
    const decided = await engine.engine.proposal(proposal.id);
    assert.equal(decided.state, 'applied');
    assert.deepEqual(decided.acceptedHunks, [0]);
    assert.equal(tabsOf(vscode.TabInputTextDiff).length, 0, 'the diff closes');
    const versions = await engine.engine.versions(name);
    assert.equal(versions.at(-1)?.proposal, proposal.id);
  });

  it('has the model make up example tasks for what was accepted, behind everything else', async () => {
    await engine.engine.trust([name]);
    await parts.decider.accept(proposal.id);
    await eventually('example tasks', async () => {
      const { learned, training } = await engine.engine.routerReport();
      return training === null && (learned.find(({ skill }) => skill === name)?.synthetic ?? 0) > 0;
    });
  });

  it('takes a rejected edit off the right side, and Undo brings it back', async () => {
    await run('memento.rejectHunk', 1);
    assert.equal(document().getText(), newText.replace('- four\n', '- four\n- five\n'));
    assert.equal(document().isDirty, false);
    await vscode.window.showTextDocument(right());
    await vscode.commands.executeCommand('undo');
    await eventually('the edit again', () => document().getText() === newText);
    assert.equal(await skillText(name), oldText);
  });

  it('applies by itself when every edit is decided', async () => {
    await run('memento.acceptHunk', 0);
    await run('memento.rejectHunk', 1);
    assert.equal(await state(), 'pending');
    await run('memento.acceptHunk', 2);
    assert.equal(await state(), 'applied');
    assert.equal(await skillText(name), newText.replace('- four\n', '- four\n- five\n'));
  });

  it('takes a mark back when it is set twice', async () => {
    await run('memento.acceptHunk', 2);
    assert.deepEqual([...(await parts.reviews.session(proposal.id)).accepted], [edits[2]]);
    await run('memento.acceptHunk', 2);
    assert.equal((await parts.reviews.session(proposal.id)).accepted.size, 0);
  });

  it('decides at the cursor, and away from every edit only moves it there', async () => {
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document())!;
    // The window tells where the cursor is a moment later, and puts it on the first change when the diff is computed.
    const rests = (line: number): Promise<void> =>
      eventually(`the cursor on line ${line}`, async () => {
        if (line === 0) editor.selection = new vscode.Selection(0, 0, 0, 0);
        await new Promise((resolve) => setTimeout(resolve, 300));
        return editor.selection.active.line === line;
      });
    await rests(0);
    await vscode.commands.executeCommand('memento.acceptHunk');
    assert.equal((await parts.reviews.session(proposal.id)).accepted.size, 0, 'nothing is decided unseen');
    await rests(6);
    await vscode.commands.executeCommand('memento.acceptHunk');
    assert.deepEqual([...(await parts.reviews.session(proposal.id)).accepted], [edits[0]]);
  });

  it('keeps what the person makes of the text and writes that', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(right(), new vscode.Range(6, 0, 6, '- TWO'.length), '- two and a half');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await document().save());
    const mine = newText.replace('- TWO', '- two and a half');
    assert.equal(parts.drafts.get(proposal.id).text, mine);
    assert.equal(await skillText(name), oldText, 'saving writes nothing into the library');
    assert.equal((await parts.reviews.session(proposal.id)).edited, true);
    await run('memento.acceptProposal');
    assert.equal(await skillText(name), mine);
    assert.equal((await engine.engine.proposal(proposal.id)).after, mine);
    assert.equal(parts.drafts.get(proposal.id).text, undefined);
  });

  it('overwrites nothing when SKILL.md has changed meanwhile', async () => {
    const mine = oldText.replace('- six', '- half a dozen');
    await writeFile(skillFile(name), mine);
    await run('memento.acceptProposal');
    assert.equal(await skillText(name), mine);
    assert.equal(await state(), 'stale');
  });

  it('B26: is refused while SKILL.md has unsaved changes', async () => {
    const file = await vscode.workspace.openTextDocument(skillFile(name));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(file.uri, new vscode.Position(5, 0), 'typed, not saved\n');
    await vscode.workspace.applyEdit(edit);
    assert.ok(file.isDirty);
    await run('memento.acceptProposal');
    assert.equal(await skillText(name), oldText);
    assert.equal(await state(), 'pending');
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('offers its decisions above each edit, for a deletion above the line that follows', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', right());
    const { lineCount } = document();
    const lines = [...new Set(lenses.map(({ range }) => range.start.line))];
    assert.deepEqual(
      lines,
      blocksOf(oldText, newText).map((block) => anchorOf(block, lineCount)),
    );
    assert.equal(document().lineAt(lines[1]!).text, '- six');
    assert.deepEqual(
      lenses.slice(0, 3).map(({ command }) => command?.title),
      ['Accept', 'Reject', 'Why'],
    );
  });

  it('closes when the proposal is decided elsewhere', async () => {
    const { runs } = proposal;
    assert.deepEqual(runs, []);
    await parts.decider.reject(proposal.id, 'elsewhere');
    await parts.reviews.decided(proposal.id);
    assert.equal(tabsOf(vscode.TabInputTextDiff).length, 0);
    assert.equal(await skillText(name), oldText);
  });
});
