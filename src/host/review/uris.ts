import * as vscode from 'vscode';

/** Left side of the diff, read-only: the text a proposal was made from, or an older version. */
export const baseScheme = 'memento-base';
/** Right side of the diff, editable: the text that would be written. */
export const proposalScheme = 'memento-proposal';

/** What an address of ours stands for. */
export type ReviewPath =
  { readonly kind: 'proposal'; readonly proposal: string } | { readonly kind: 'version'; readonly hash: string };

export const proposalUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: proposalScheme, path: `/proposals/${proposal}/${skill}/SKILL.md` });

export const baseUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, path: `/proposals/${proposal}/${skill}/SKILL.md` });

export const versionUri = (hash: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, path: `/versions/${hash}/${skill}/SKILL.md` });

export function parseReviewUri(uri: vscode.Uri): ReviewPath | undefined {
  const [, kind, id, , file] = uri.path.split('/');
  if (!id || file !== 'SKILL.md') return undefined;
  if (kind === 'proposals') return { kind: 'proposal', proposal: id };
  return kind === 'versions' && uri.scheme === baseScheme ? { kind: 'version', hash: id } : undefined;
}

/** The proposal whose diff an address belongs to, whichever side it is. */
export function proposalOf(uri: vscode.Uri | undefined): string | undefined {
  if (uri?.scheme !== proposalScheme && uri?.scheme !== baseScheme) return undefined;
  const parsed = parseReviewUri(uri);
  return parsed?.kind === 'proposal' ? parsed.proposal : undefined;
}
