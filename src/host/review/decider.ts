import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Proposal } from '../../engine/write/proposal.js';
import type { Engines, FolderEngine } from '../engines/engines.js';

/** Carries out decisions about proposals, for every surface. */
export class Decider {
  constructor(private readonly engines: Engines) {}

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
   */
  async accept(id: string, hunks?: readonly number[]): Promise<Proposal> {
    const { folder, proposal } = await this.get(id);
    refuseUnsaved(folder, proposal);
    return folder.engine.accept(id, hunks);
  }

  /** As {@link accept}, with the text the person made of it. */
  async acceptText(id: string, after: string): Promise<Proposal> {
    const { folder, proposal } = await this.get(id);
    refuseUnsaved(folder, proposal);
    return folder.engine.acceptText(id, after);
  }

  async reject(id: string, reason: string | undefined): Promise<Proposal> {
    const { folder } = await this.get(id);
    return folder.engine.reject(id, reason);
  }
}

/** What is typed but not saved would be lost, or would overwrite the new version at the next save. */
function refuseUnsaved({ folder }: FolderEngine, { skill }: Proposal): void {
  const file = path.join(folder.uri.fsPath, '.memento', 'skills', skill, 'SKILL.md');
  if (
    vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath === file)
  )
    throw new HumanError(text('SKILL.md of “{0}” has unsaved changes. Save or revert them first.', skill));
}
