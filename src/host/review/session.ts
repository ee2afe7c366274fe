import * as vscode from 'vscode';
import { sha256 } from '../../engine/store/hash.js';
import { applyHunks } from '../../engine/write/hunks.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { blocksOf, choiceOf, type Block } from './blocks.js';
import type { Drafts } from './drafts.js';
import { proposalUri } from './uris.js';

/** One review as it stands: the proposal, the right side as it is now (saved or not), its edits and which are accepted. */
export interface Session {
  readonly proposal: Proposal;
  readonly uri: vscode.Uri;
  readonly now: string;
  readonly blocks: readonly Block[];
  readonly accepted: ReadonlySet<string>;
  /** The right side holds something that was not proposed. */
  readonly edited: boolean;
}

export function sessionOf(proposal: Proposal, drafts: Drafts): Session {
  const uri = proposalUri(proposal.id, proposal.skill);
  const draft = drafts.get(proposal.id);
  const now = documentOf(uri)?.getText() ?? draft.text ?? proposal.after;
  const blocks = blocksOf(proposal.before, now);
  const proposed = new Set(blocksOf(proposal.before, proposal.after).map(({ key }) => key));
  const keys = new Set(blocks.map(({ key }) => key));
  return {
    proposal,
    uri,
    now,
    blocks,
    accepted: new Set(draft.accepted.filter((key) => keys.has(key))),
    edited: blocks.some(({ key }) => !proposed.has(key)),
  };
}

/** The text that Apply would write: the accepted edits, or all that are on the right side while none is. */
export function chosenText({ proposal, now, accepted }: Session): string {
  const choice = choiceOf(proposal, now, accepted.size > 0 ? accepted : undefined);
  return choice.kind === 'text' ? choice.text : applyHunks(proposal.before, proposal.hunks, choice.hunks);
}

/** Whether replays have looked at the very text that would be written. */
export function isGated(session: Session): boolean {
  const { gate, after } = session.proposal;
  if (gate.state === 'not-gated') return false;
  const text = chosenText(session);
  return gate.examined === undefined ? text === after : sha256(text) === gate.examined;
}

export const documentOf = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

/** The editor of the right side, where it is visible. */
export const editorOf = (uri: vscode.Uri): vscode.TextEditor | undefined =>
  vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
