import * as vscode from 'vscode';
import type { Proposal } from '../../engine/write/proposal.js';
import { anchorOf, type Block } from './blocks.js';
import { documentOf, editorOf } from './session.js';
import { alsoUri, baseUri, proposalOf, proposalUri } from './uris.js';

/** Opens the native diff of a proposal. */
export async function openDiff(proposal: Proposal, preserveFocus: boolean): Promise<void> {
  const { id, skill, baseVersion, model } = proposal;
  const change =
    baseVersion === null
      ? vscode.l10n.t('{0}: new skill', skill)
      : vscode.l10n.t('{0}: v{1} ↔ proposal', skill, baseVersion);
  const title = model.simulated ? `${change} (${vscode.l10n.t('simulated')})` : change;
  const right = proposalUri(id, skill);
  const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus };
  await vscode.commands.executeCommand('vscode.diff', baseUri(id, skill), right, title, options);
}

/** Opens the change of a further skill of a proposal; it is only shown. */
export async function openAlso({ id }: Proposal, skill: string): Promise<void> {
  const title = vscode.l10n.t('{0}: now ↔ proposal', skill);
  await vscode.commands.executeCommand('vscode.diff', alsoUri(id, skill, 'before'), alsoUri(id, skill, 'after'), title);
}

/** Puts the cursor of the right side on an edit. */
export function goTo(uri: vscode.Uri, block: Block): void {
  const editor = editorOf(uri);
  if (!editor) return;
  const position = new vscode.Position(anchorOf(block, editor.document.lineCount), 0);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Closes the diffs of a decided proposal. Unsaved text of the person keeps a diff open, unless `save` lets it go. */
export async function closeDiff(proposal: Pick<Proposal, 'id' | 'skill'>, save: boolean): Promise<void> {
  const document = documentOf(proposalUri(proposal.id, proposal.skill));
  if (document?.isDirty && !(save && (await document.save()))) return;
  const tabs = vscode.window.tabGroups.all
    .flatMap(({ tabs: all }) => all)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && proposalOf(input.modified) === proposal.id);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
