import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { isForeign, type SkillVersion } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import { run } from '../commands/commands.js';
import type { SkillTarget } from '../commands/table.js';
import { asProposal, asSkill, asVersion } from '../commands/targets.js';
import { withTarget } from '../common/conflicts.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { requireTrust } from '../folders/folders.js';
import type { Decider } from '../review/decider.js';
import { confirm, offer } from './confirm.js';
import { chosenSkill, findSkill, requireSkill, requireWritable, type FoundSkill } from './folderSkills.js';
import { settleUnsaved } from './unsaved.js';
import { madeBy, pickVersion, versionAt, versionsOf, when } from './versionPick.js';

/** Going back: to a version, to before an accept, out of and into the archive. */
export function restoreCommands(engines: Engines, decider: Decider): Handlers {
  return {
    'memento.restoreVersion': async (argument) =>
      restore(await restorable(engines, argument), asVersion(argument)?.version),
    'memento.archiveSkill': async (argument) => {
      const found = await chosenSkill(engines, argument, {
        title: vscode.l10n.t('Archive which skill?'),
        filter: ({ source }) => source === 'own',
        none: new HumanError(text('There are no skills in this folder yet.')),
      });
      await archive(found);
    },
    'memento.undoAccept': async (argument) => {
      requireTrust();
      const id =
        asProposal(argument)?.proposal ?? (await acceptedIn(engines, argument)) ?? (await pickAccepted(engines));
      const { skill } = await decider.undoAccept(id);
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is as before; the proposal waits again.', skill), 5000);
    },
  };
}

/** A skill with a history, an archived one included. */
async function restorable(engines: Engines, argument: unknown): Promise<FoundSkill> {
  requireTrust();
  const target = asSkill(argument) ?? (await pickRestorable(engines));
  return findSkill(engines, target);
}

async function pickRestorable(engines: Engines): Promise<SkillTarget> {
  const folders = await engines.all();
  const items: (vscode.QuickPickItem & SkillTarget)[] = [];
  for (const { folder, engine } of folders) {
    const [{ skills }, { archived }] = await Promise.all([engine.skills(), engine.standing()]);
    const where = folders.length > 1 ? [folder.name] : [];
    const add = (skill: string, ...notes: readonly string[]): void => {
      items.push({ label: skill, description: [...notes, ...where].join(', '), folder: folder.uri.fsPath, skill });
    };
    for (const { name, source } of skills) if (!isForeign(source)) add(name);
    for (const name of archived) add(name, vscode.l10n.t('archived'));
  }
  if (items.length === 0) throw new HumanError(text('There are no skills in this folder yet.'));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Restore which skill?') });
  if (!picked) throw new CancelledError();
  return picked;
}

async function restore(found: FoundSkill, wanted: number | undefined): Promise<void> {
  const { engine, name, folder } = found;
  await requireWritable(engine);
  const versions = await versionsOf(found);
  const archived = !found.skill && !found.broken;
  const candidates = versions.filter(({ tree }) => tree !== null && tree !== found.skill?.tree);
  if (candidates.length === 0) throw new HumanError(text('“{0}” has no other version to go back to.', name));
  const [latest] = candidates;
  const version =
    wanted !== undefined
      ? versionAt(found, versions, wanted)
      : archived && latest
        ? latest
        : await pickVersion(found, candidates, vscode.l10n.t('Go back to which version?'));
  await askRestore(found, version, archived);
  await settleUnsaved(name, skillDir(folder, name));
  const target = { folder: folder.folder.uri.fsPath, skill: name, version: version.version };
  const made = await withTarget(target, engine.restore(name, version.version));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('{0} is as it was in v{1}; this is v{2}.', name, version.version, made.version),
    5000,
  );
}

async function askRestore({ engine, name }: FoundSkill, version: SkillVersion, archived: boolean): Promise<void> {
  if (version.tree === null)
    throw new HumanError(text('In v{0} “{1}” was archived: there is nothing to restore.', version.version, name));
  const files = (await engine.versionFiles(version.tree)).size;
  const where = `.memento/skills/${name}`;
  const size = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
  await confirm(
    vscode.l10n.t('Restore v{0} of “{1}”?', version.version, name),
    [
      vscode.l10n.t('v{0}: {1}, {2}, {3}.', version.version, size, madeBy(version), when(version.at)),
      archived
        ? vscode.l10n.t('The folder {0} is made again.', where)
        : vscode.l10n.t(
            'Everything in {0} becomes what it was then. What is there now stays in the history and can be restored.',
            where,
          ),
    ].join('\n'),
    vscode.l10n.t('Restore'),
  );
}

async function archive(found: FoundSkill): Promise<void> {
  const { engine, name, folder } = found;
  await requireWritable(engine);
  requireSkill(found);
  const where = `.memento/skills/${name}`;
  await confirm(
    vscode.l10n.t('Archive “{0}”?', name),
    vscode.l10n.t('The folder {0} is removed. Its history stays: Restore Version brings it back.', where),
    vscode.l10n.t('Archive'),
  );
  await settleUnsaved(name, skillDir(folder, name));
  await engine.archive(name);
  const target = { folder: folder.folder.uri.fsPath, skill: name };
  offer(vscode.l10n.t('{0} is archived.', name), {
    [vscode.l10n.t('Restore')]: () => run('memento.restoreVersion', target),
  });
}

const skillDir = ({ folder }: FolderEngine, name: string): string =>
  path.join(folder.uri.fsPath, '.memento', 'skills', name);

/** The accepted proposal that a version came from. */
async function acceptedIn(engines: Engines, argument: unknown): Promise<string | undefined> {
  const target = asVersion(argument);
  if (!target) return undefined;
  const found = await findSkill(engines, target);
  const { proposal } = versionAt(found, await versionsOf(found), target.version);
  if (proposal === undefined)
    throw new HumanError(text('v{0} of “{1}” did not come from a proposal.', target.version, target.skill));
  return proposal;
}

/** Of the accepted proposals whose version is still the latest one, the one the person picks. */
async function pickAccepted(engines: Engines): Promise<string> {
  const found = await Promise.all(
    (await engines.all()).map(async ({ engine }) => {
      const applied = (await engine.proposals()).filter(({ state }) => state === 'applied');
      const checked = await Promise.all(
        applied.map(async (proposal) => {
          const last = (await engine.versions(proposal.skill)).at(-1);
          return last?.proposal === proposal.id ? [proposal] : [];
        }),
      );
      return checked.flat();
    }),
  );
  const items = found
    .flat()
    .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0))
    .map(({ id, skill, summary, decidedAt }) => ({
      label: skill,
      ...(decidedAt === undefined ? {} : { description: when(decidedAt) }),
      detail: summary,
      id,
    }));
  if (items.length === 0) throw new HumanError(text('There is no accepted proposal to take back.'));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Take back which accepted proposal?'),
  });
  if (!picked) throw new CancelledError();
  return picked.id;
}
