import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { BrokenSkill, LibrarySnapshot, Skill } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import type { SkillTarget } from '../commands/table.js';
import { asSkill } from '../commands/targets.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { requireTrust } from '../folders/folders.js';

/** A skill, the engine of its folder and the state it was found in. */
export interface FoundSkill {
  readonly folder: FolderEngine;
  readonly engine: Engine;
  readonly name: string;
  /** Absent when it cannot be read or was archived. */
  readonly skill?: Skill;
  readonly broken?: BrokenSkill;
}

/** The engine of a folder given by its path. @throws {HumanError} when the folder is not open (any more) */
export async function engineOf(engines: Engines, folder: string): Promise<FolderEngine> {
  requireTrust();
  const found = (await engines.all()).find((one) => one.folder.uri.fsPath === folder);
  if (!found) throw new HumanError(text('This folder is not open any more.'));
  return found;
}

/** What a target points at; with a name that is not in the library any more, only its history is left. */
export async function findSkill(engines: Engines, { folder, skill: name }: SkillTarget): Promise<FoundSkill> {
  const opened = await engineOf(engines, folder);
  return inSnapshot(opened, await opened.engine.skills(), name);
}

function inSnapshot(folder: FolderEngine, snapshot: LibrarySnapshot, name: string): FoundSkill {
  const skill = snapshot.skills.find((one) => one.name === name);
  const broken = snapshot.broken.find((one) => one.name === name);
  return { folder, engine: folder.engine, name, ...(skill ? { skill } : {}), ...(broken ? { broken } : {}) };
}

/** A skill that can be read. @throws {HumanError} when it is gone or cannot be */
export function requireSkill(found: FoundSkill): Skill {
  if (found.skill) return found.skill;
  throw new HumanError(
    found.broken
      ? text('“{0}” cannot be used as long as its SKILL.md has errors.', found.name)
      : text('There is no skill “{0}” in this folder.', found.name),
  );
}

export interface SkillChoice {
  readonly title: string;
  /** Leaves out skills for which the command makes no sense. */
  readonly filter?: (skill: Skill, folder: FolderEngine) => boolean | Promise<boolean>;
  /** Said when nothing is left. */
  readonly none: HumanError;
}

/**
 * The skill a command is about: the row it was called on, else the one the person picks.
 * @throws {HumanError} when there is none to pick
 * @throws {CancelledError} when the person picked none
 */
export async function chosenSkill(engines: Engines, argument: unknown, choice: SkillChoice): Promise<FoundSkill> {
  requireTrust();
  const target = asSkill(argument);
  if (target) return findSkill(engines, target);
  const folders = await engines.all();
  const items: (vscode.QuickPickItem & { readonly found: FoundSkill })[] = [];
  for (const folder of folders) {
    const snapshot = await folder.engine.skills();
    for (const skill of snapshot.skills)
      if (!choice.filter || (await choice.filter(skill, folder)))
        items.push({
          label: skill.name,
          ...(folders.length > 1 ? { description: folder.folder.name } : {}),
          detail: skill.description,
          found: inSnapshot(folder, snapshot, skill.name),
        });
  }
  if (items.length === 0) throw choice.none;
  const picked = await vscode.window.showQuickPick(items, { title: choice.title, matchOnDetail: true });
  if (!picked) throw new CancelledError();
  return picked.found;
}

/**
 * Called before a change, so that the reason is said before the person is asked anything.
 * @throws {HumanError} where nothing can be written
 */
export async function requireWritable(engine: Engine, what: 'library' | 'state' = 'library'): Promise<void> {
  const { state, library } = await engine.readOnly();
  const reason = state ?? (what === 'library' ? library : undefined);
  if (reason) throw new HumanError(reason);
}
