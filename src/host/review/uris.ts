import * as vscode from 'vscode';

/** Left side of the diff, read-only: the text a proposal was made from, or an older version. */
export const baseScheme = 'memento-base';
/** Right side of the diff, editable: the text that would be written. */
export const proposalScheme = 'memento-proposal';

/** What an address of ours stands for. */
export type ReviewPath =
  { readonly kind: 'proposal'; readonly proposal: string } | { readonly kind: 'version'; readonly hash: string };

/** The path is the one of the real file, because editors show it; what tells one text from another stands before it. */
const pathOf = (skill: string): string => `/.memento/skills/${skill}/SKILL.md`;

export const proposalUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: proposalScheme, authority: `proposal.${proposal}`, path: pathOf(skill) });

export const baseUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `proposal.${proposal}`, path: pathOf(skill) });

export const versionUri = (hash: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `version.${hash}`, path: pathOf(skill) });

export function parseReviewUri(uri: vscode.Uri): ReviewPath | undefined {
  const [, kind, id] = /^(proposal|version)\.(.+)$/.exec(uri.authority) ?? [];
  // VS Code asks for folders above a file too; there are none.
  if (id === undefined || !uri.path.endsWith('/SKILL.md')) return undefined;
  if (kind === 'proposal') return { kind: 'proposal', proposal: id };
  return uri.scheme === baseScheme ? { kind: 'version', hash: id } : undefined;
}

/** The proposal whose diff an address belongs to, whichever side it is. */
export function proposalOf(uri: vscode.Uri | undefined): string | undefined {
  if (uri?.scheme !== proposalScheme && uri?.scheme !== baseScheme) return undefined;
  const parsed = parseReviewUri(uri);
  return parsed?.kind === 'proposal' ? parsed.proposal : undefined;
}
