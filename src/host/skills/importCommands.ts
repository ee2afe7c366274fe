import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { Quarantined } from '../../engine/exchange/quarantine.js';
import { text } from '../../engine/text.js';
import { run, type Handlers } from '../commands/commands.js';
import { asImport, asSources } from '../commands/targets.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { chooseFolder, requireTrust } from '../folders/folders.js';
import { confirm, offer } from './confirm.js';
import { engineOf, requireWritable } from './folderSkills.js';
import { askSource } from './importSource.js';

/** Fetching skills into quarantine, and throwing them away. */
export function importCommands(engines: Engines): Handlers {
  return {
    'memento.importSkills': async (argument) => {
      requireTrust();
      const given = asSources(argument);
      const folder = given?.folder
        ? await engineOf(engines, given.folder)
        : await engines.of(await chooseFolder(vscode.l10n.t('Import Skills')));
      await requireWritable(folder.engine);
      const sources = given ? given.sources.map(pathOf) : [await askSource()];
      const imported = await fetchAll(folder, sources);
      if (imported.length > 0) announce(folder, imported);
    },
    'memento.discardImport': async (argument) => {
      const target = asImport(argument);
      if (!target) throw new HumanError(text('Choose an import in the skills view.'));
      const { engine } = await engineOf(engines, target.folder);
      const waiting = (await engine.standing()).quarantined.find(({ id }) => id === target.import);
      if (!waiting) throw new HumanError(text('This import does not wait any more.'));
      await confirm(
        vscode.l10n.t('Discard the import “{0}”?', waiting.name),
        vscode.l10n.t('What was fetched from {0} is deleted. Your library stays as it is.', waiting.origin.source),
        vscode.l10n.t('Discard'),
      );
      await engine.discard([target.import]);
    },
  };
}

/** What was dropped, as a path. @throws {HumanError} for what does not lie on disk */
function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new HumanError(
    text('Skills are imported from folders and zip files on disk, not from “{0}”.', uri.toString(true)),
  );
}

const fetchAll = (folder: FolderEngine, sources: readonly string[]): Thenable<readonly Quarantined[]> =>
  vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: vscode.l10n.t('Importing skills') },
    async (progress, token) => {
      const cancelled = new AbortController();
      const listener = token.onCancellationRequested(() => cancelled.abort());
      const imported: Quarantined[] = [];
      try {
        for (const source of sources) {
          progress.report({ message: source, increment: 100 / sources.length });
          imported.push(...(await folder.engine.importSkills(source, {}, cancelled.signal)));
        }
      } catch (error) {
        // What was fetched before waits for a look all the same.
        if (imported.length > 0) announce(folder, imported);
        throw token.isCancellationRequested ? new CancelledError() : error;
      } finally {
        listener.dispose();
      }
      return imported;
    },
  );

function announce({ folder }: FolderEngine, imported: readonly Quarantined[]): void {
  const [only] = imported;
  const message =
    imported.length === 1 && only
      ? vscode.l10n.t('{0} was fetched and waits for your review.', only.name)
      : vscode.l10n.t('{0} skills were fetched and wait for your review.', imported.length);
  const target = only && { folder: folder.uri.fsPath, import: only.id };
  offer(message, {
    [vscode.l10n.t('Review Now')]: () =>
      imported.length === 1 && target ? run('memento.reviewImport', target) : run('memento.reviewAll'),
  });
}
