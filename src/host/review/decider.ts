import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { withTarget } from '../common/conflicts.js';
import { confirm } from '../skills/confirm.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { requireWritable } from '../skills/folderSkills.js';
import { unsavedBelow } from '../skills/unsaved.js';
import { sourceLine, titleOf } from './words.js';

/** Carries out decisions about proposals, for every surface. */
export class Decider {
  /** @param accepted told after a proposal has become part of the library */
  constructor(
    private readonly engines: Engines,
    private readonly accepted: (folder: FolderEngine, skill: string) => void,
  ) {}

  async find(id: string): Promise<{ readonly folder: FolderEngine; readonly proposal: Proposal } | undefined> {
    return this.engines.find(async (folder) => {
      const proposal = (await folder.engine.proposals()).find((one) => one.id === id);
      return proposal && { folder, proposal };
    });
  }

  /** @throws {HumanError} when there is no such proposal */
  async get(id: string): Promise<{ readonly folder: FolderEngine; readonly proposal: Proposal }> {
    const found = await this.find(id);
    if (!found) throw new HumanError(text('There is no proposal “{0}”.', id));
    return found;
  }

  /**
   * Writes the accepted edits (counted from 0; all when absent).
   * @throws {HumanError} when SKILL.md has unsaved changes, or has changed since the proposal was made
   * @throws {CancelledError} when it comes from outside and the person thinks better of it
   */
  async accept(id: string, hunks?: readonly number[]): Promise<Proposal> {
    const { folder, proposal } = await this.get(id);
    await requireWritable(folder.engine);
    refuseUnsaved(folder, proposal);
    await askAboutSource(proposal);
    return this.told(
      folder,
      await withTarget({ proposal: id }, folder.engine.accept(id, hunks, { acknowledged: true })),
    );
  }

  /** As {@link accept}, with the text the person made of it. */
  async acceptText(id: string, after: string): Promise<Proposal> {
    const { folder, proposal } = await this.get(id);
    await requireWritable(folder.engine);
    refuseUnsaved(folder, proposal);
    await askAboutSource(proposal);
    return this.told(
      folder,
      await withTarget({ proposal: id }, folder.engine.acceptText(id, after, { acknowledged: true })),
    );
  }

  private told(folder: FolderEngine, proposal: Proposal): Proposal {
    this.accepted(folder, proposal.skill);
    return proposal;
  }

  /**
   * Takes an accepted proposal back; it waits again.
   * @throws {HumanError} when SKILL.md has unsaved changes, or the skill has changed since
   */
  async undoAccept(id: string): Promise<Proposal> {
    const { folder, proposal } = await this.get(id);
    await requireWritable(folder.engine);
    refuseUnsaved(folder, proposal);
    const versions = await folder.engine.versions(proposal.skill);
    const made = versions.findLast((one) => one.proposal === id);
    const before = made && versions.findLast(({ tree, version }) => tree === made.parent && version < made.version);
    const undone = folder.engine.undoAccept(id);
    if (!before) return undone;
    const target = { folder: folder.folder.uri.fsPath, skill: proposal.skill, version: before.version };
    return withTarget(target, undone);
  }

  async reject(id: string, reason: string | undefined): Promise<Proposal> {
    const { folder } = await this.get(id);
    return folder.engine.reject(id, reason);
  }
}

/** Nothing from outside gets into the library unless the person has read where it comes from. */
async function askAboutSource(proposal: Proposal): Promise<void> {
  if (proposal.state !== 'quarantined') return;
  const more = (proposal.permissions ?? []).map((entry) => vscode.l10n.t('It lets the skill use: {0}', entry));
  const from = (proposal.provenance ?? []).map(sourceLine);
  await confirm(
    vscode.l10n.t('{0}: text from outside took part. Accept it anyway?', titleOf(proposal)),
    [...from, ...more].join('\n'),
    vscode.l10n.t('Accept Anyway'),
  );
}

/** What is typed but not saved would be lost, or would overwrite the new version at the next save. */
function refuseUnsaved({ folder }: FolderEngine, { skill }: Proposal): void {
  if (unsavedBelow(path.join(folder.uri.fsPath, '.memento', 'skills', skill)).length > 0)
    throw new HumanError(text('“{0}” has unsaved changes in the editor. Save or revert them first.', skill));
}
