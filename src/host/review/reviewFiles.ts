import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import { isOpen, type Proposal } from '../../engine/write/proposal.js';
import { Disposables } from '../common/disposables.js';
import { isHumanError } from '../common/errors.js';
import { localize } from '../common/text.js';
import type { Drafts } from './drafts.js';
import { baseScheme, parseReviewUri, proposalScheme, type ReviewPath } from './uris.js';

/** Where the texts come from. */
export interface ReviewTexts {
  proposal(id: string): Promise<Proposal | undefined>;
  version(hash: string): Promise<string | undefined>;
  /** A file of an import that waits for a look. */
  imported(id: string, path: string): Promise<string | undefined>;
}

/**
 * Both sides of a review as files: the left one read-only, the right one the text that would be written. Saving the right side keeps the
 * person's text for the decision; it writes nothing into the library.
 */
class ReviewFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(
    private readonly texts: ReviewTexts,
    private readonly drafts: Drafts,
  ) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, at, readOnly } = await this.find(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: at,
      size: Buffer.byteLength(text),
      ...(readOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from((await this.find(uri)).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const parsed = parseReviewUri(uri);
    if (uri.scheme !== proposalScheme || parsed?.kind !== 'proposal') throw vscode.FileSystemError.NoPermissions(uri);
    await this.drafts.setText(parsed.proposal, Buffer.from(content).toString('utf8'));
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  private async find(uri: vscode.Uri): Promise<{ text: string; at: number; readOnly: boolean }> {
    const parsed = parseReviewUri(uri);
    if (parsed?.kind === 'proposal') {
      const proposal = await this.texts.proposal(parsed.proposal);
      if (proposal) return this.side(uri, proposal);
    } else if (parsed) {
      const text = await this.fixed(parsed).catch(notFound);
      if (text !== undefined) return { text, at: 0, readOnly: true };
    }
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  private async fixed(parsed: Exclude<ReviewPath, { kind: 'proposal' }>): Promise<string | undefined> {
    switch (parsed.kind) {
      case 'also': {
        const also = (await this.texts.proposal(parsed.proposal))?.also?.find(({ skill }) => skill === parsed.skill);
        return also && (parsed.side === 'before' ? also.before : (also.after ?? ''));
      }
      case 'version':
        return this.texts.version(parsed.hash);
      case 'import':
        return this.texts.imported(parsed.id, parsed.path);
      case 'empty':
        return '';
    }
  }

  private side(uri: vscode.Uri, proposal: Proposal): { text: string; at: number; readOnly: boolean } {
    if (uri.scheme === baseScheme) return { text: proposal.before, at: proposal.createdAt, readOnly: true };
    const pending = isOpen(proposal);
    const draft = this.drafts.get(proposal.id);
    // Of a stale proposal the person's text is kept: it could not be written and is not lost.
    const mine = pending || proposal.state === 'stale' ? draft.text : undefined;
    return {
      text: mine ?? proposal.after,
      at: Math.max(proposal.createdAt, draft.at),
      readOnly: !pending,
    };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** The reason is what VS Code shows in place of the file. */
function notFound(error: unknown): never {
  throw isHumanError(error) ? vscode.FileSystemError.FileNotFound(localize(error.text)) : error;
}

/** Registered with the window, so that diffs open at a reload find their texts again. */
export function registerReviewFiles(texts: ReviewTexts, drafts: Drafts): Disposable {
  const owned = new Disposables();
  const files = owned.add(new ReviewFiles(texts, drafts));
  owned.add(
    vscode.workspace.registerFileSystemProvider(baseScheme, files, { isCaseSensitive: true, isReadonly: true }),
  );
  owned.add(vscode.workspace.registerFileSystemProvider(proposalScheme, files, { isCaseSensitive: true }));
  return owned;
}
