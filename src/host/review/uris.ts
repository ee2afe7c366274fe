import * as vscode from 'vscode';

/** Read-only: the text a proposal was made from, a file of an older version or of an import. */
export const baseScheme = 'memento-base';
/** Right side of the diff, editable: the text that would be written. */
export const proposalScheme = 'memento-proposal';

/** What an address of ours stands for. */
export type ReviewPath =
  | { readonly kind: 'proposal'; readonly proposal: string }
  /** A further skill that changes with a proposal. */
  | { readonly kind: 'also'; readonly proposal: string; readonly skill: string; readonly side: 'before' | 'after' }
  | { readonly kind: 'version'; readonly hash: string }
  | { readonly kind: 'import'; readonly id: string; readonly path: string }
  | { readonly kind: 'empty' };

const main = 'SKILL.md';

/** The path is the one of the real file, because editors show it; what tells one text from another stands before it. */
const pathOf = (skill: string, file: string = main): string => `/.memento/skills/${skill}/${file}`;

/** The file is named twice: VS Code asks for folders and neighbours of a file too, and only the file itself is there. */
const only = (file: string): { readonly query?: string } => (file === main ? {} : { query: file });

export const proposalUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: proposalScheme, authority: `proposal.${proposal}`, path: pathOf(skill) });

export const baseUri = (proposal: string, skill: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `proposal.${proposal}`, path: pathOf(skill) });

/** One side of the change of a further skill of a proposal, read-only. */
export const alsoUri = (proposal: string, skill: string, side: 'before' | 'after'): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `${side}.${proposal}`, path: pathOf(skill) });

/** A file of a version by its hash, read-only. `file` is relative to the skill's folder. */
export const versionUri = (hash: string, skill: string, file: string = main): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `version.${hash}`, path: pathOf(skill, file), ...only(file) });

/** A file of an import that waits for a look. */
export const importUri = (id: string, skill: string, file: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: `import.${id}`, path: pathOf(skill, file), ...only(file) });

/** Stands for a file that does not exist on one side of a comparison. */
export const emptyUri = (file: string): vscode.Uri =>
  vscode.Uri.from({ scheme: baseScheme, authority: 'empty.file', path: `/${file || main}`, ...only(file || main) });

export function parseReviewUri(uri: vscode.Uri): ReviewPath | undefined {
  const [, kind, id] = /^(proposal|before|after|version|import|empty)\.(.+)$/.exec(uri.authority) ?? [];
  const path = uri.query || main;
  if (id === undefined || !uri.path.endsWith(`/${path}`)) return undefined;
  if (kind === 'proposal') return path === main ? { kind: 'proposal', proposal: id } : undefined;
  if (uri.scheme !== baseScheme) return undefined;
  if (kind === 'before' || kind === 'after') {
    const skill = uri.path.split('/').at(-2) ?? '';
    return path === main ? { kind: 'also', proposal: id, skill, side: kind } : undefined;
  }
  if (kind === 'import') return { kind: 'import', id, path };
  return kind === 'version' ? { kind: 'version', hash: id } : { kind: 'empty' };
}

/** The proposal whose diff an address belongs to, whichever side it is. */
export function proposalOf(uri: vscode.Uri | undefined): string | undefined {
  if (uri?.scheme !== proposalScheme && uri?.scheme !== baseScheme) return undefined;
  const parsed = parseReviewUri(uri);
  return parsed?.kind === 'proposal' ? parsed.proposal : undefined;
}
