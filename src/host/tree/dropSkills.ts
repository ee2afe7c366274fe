import path from 'node:path';
import * as vscode from 'vscode';
import type { ImportSources } from '../commands/table.js';
import type { Reporter } from '../common/reporter.js';
import type { Node } from './node.js';

const uriList = 'text/uri-list';
/** What is dragged in from outside of VS Code. */
const files = 'files';
const packed: ReadonlySet<string> = new Set(['.zip', '.skill']);

/** Folders and packed skills dropped on the view are imported; everything else is refused. */
export class DropSkills implements vscode.TreeDragAndDropController<Node> {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes: readonly string[] = [uriList, files];

  constructor(
    private readonly importSkills: (sources: ImportSources) => unknown,
    private readonly reporter: Reporter,
  ) {}

  handleDrop(target: Node | undefined, data: vscode.DataTransfer, token: vscode.CancellationToken): void {
    // Not awaited: VS Code would show the drop as going on while the person reads what is imported.
    this.reporter.guard(async () => {
      const dropped = await urisOf(data);
      const kinds = await Promise.all(dropped.map(isImportable));
      if (token.isCancellationRequested) return;
      const sources = dropped.filter((_, index) => kinds[index]);
      const refused = dropped.filter((_, index) => !kinds[index]).map(({ fsPath }) => path.basename(fsPath));
      if (dropped.length === 0 || refused.length > 0) void this.refuse(refused);
      if (sources.length === 0) return;
      await this.importSkills({
        sources,
        ...(target && target.folder !== '' ? { folder: target.folder } : {}),
      });
    });
  }

  private refuse(names: readonly string[]): Thenable<unknown> {
    return vscode.window.showWarningMessage(
      names.length === 0
        ? vscode.l10n.t('What was dropped is no file of this computer.')
        : vscode.l10n.t('Skills are imported from folders, .zip and .skill files. Not imported: {0}', names.join(', ')),
    );
  }
}

async function urisOf(data: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
  const list = await data.get(uriList)?.asString();
  const named = (list ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line, true));
  const outside = [...data].flatMap(([, item]) => item.asFile()?.uri ?? []);
  const all = named.length > 0 ? named : outside;
  return [...new Map(all.filter(({ scheme }) => scheme === 'file').map((uri) => [uri.toString(), uri])).values()];
}

async function isImportable(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) return true;
    return packed.has(path.extname(uri.fsPath).toLowerCase());
  } catch {
    return false;
  }
}
