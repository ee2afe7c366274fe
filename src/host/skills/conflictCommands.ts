import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import { asProposal, asVersion } from '../commands/targets.js';
import type { Engines } from '../engines/engines.js';
import { requireTrust } from '../folders/folders.js';
import type { Decider } from '../review/decider.js';
import { emptyUri, proposalUri } from '../review/uris.js';
import { showChanges } from './diffs.js';
import { findSkill } from './folderSkills.js';
import { currentSide, versionSide } from './sides.js';
import { versionAt, versionsOf } from './versionPick.js';

/** What could not be written, beside the files as they are now. Both are only shown: the person merges by hand, nothing is lost. */
export function conflictCommands(engines: Engines, decider: Decider): Handlers {
  return {
    'memento.showConflict': async (argument) => {
      requireTrust();
      const version = asVersion(argument);
      if (version) {
        const found = await findSkill(engines, version);
        const { tree } = versionAt(found, await versionsOf(found), version.version);
        const title = vscode.l10n.t('{0}: now ↔ v{1}, not restored', found.name, version.version);
        const wanted = await versionSide(found.engine, found.name, tree);
        await showChanges(title, currentSide(found.skill ?? found.broken), wanted);
        return;
      }
      await showProposal(decider, asProposal(argument)?.proposal ?? (await newestStale(engines)));
    },
  };
}

async function showProposal(decider: Decider, id: string): Promise<void> {
  const { folder, proposal } = await decider.get(id);
  const file = path.join(folder.folder.uri.fsPath, '.memento', 'skills', proposal.skill, 'SKILL.md');
  const now = existsSync(file) ? vscode.Uri.file(file) : emptyUri('SKILL.md');
  const title = vscode.l10n.t('{0}: now ↔ proposal, not written', proposal.skill);
  await vscode.commands.executeCommand('vscode.diff', now, proposalUri(id, proposal.skill), title, { preview: true });
}

/** Where a conflict is told without saying of what, as in the panel. @throws {HumanError} when there is none */
async function newestStale(engines: Engines): Promise<string> {
  const all = await Promise.all((await engines.all()).map(({ engine }) => engine.proposals()));
  const [newest] = all
    .flat()
    .filter(({ state }) => state === 'stale')
    .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0));
  if (!newest) throw new HumanError(text('There is no conflict to show.'));
  return newest.id;
}
