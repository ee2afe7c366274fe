import type { Quarantined } from '../../engine/exchange/quarantine.js';
import type { Diagnostic, Skill } from '../../engine/skills/skill.js';
import type { Tree } from '../../engine/skills/tree.js';
import type { Engines, FolderEngine } from '../engines/engines.js';

/** Something the person has not looked at: a skill that changed from outside, or an import. */
export interface ReviewItem {
  readonly folder: FolderEngine;
  readonly name: string;
  /** What the engine is told: the import's id, or the skill's name. */
  readonly key: string;
  readonly description: string;
  readonly files: Tree;
  readonly tree: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Files of an import that were left out. */
  readonly skipped: readonly string[];
  readonly origin: { readonly skill: Skill } | { readonly quarantined: Quarantined };
}

export const skillItem = (folder: FolderEngine, skill: Skill): ReviewItem => {
  const { name, description, files, tree, diagnostics } = skill;
  return { folder, name, key: name, description, files, tree, diagnostics, skipped: [], origin: { skill } };
};

export const importItem = (folder: FolderEngine, quarantined: Quarantined): ReviewItem => {
  const { id, name, description, files, tree, diagnostics, skipped } = quarantined;
  return { folder, name, key: id, description, files, tree, diagnostics, skipped, origin: { quarantined } };
};

/** Everything that waits for a look, folder by folder: imports first, then skills by name. */
export async function reviewItems(engines: Engines): Promise<readonly ReviewItem[]> {
  const found = await Promise.all(
    (await engines.all()).map(async (folder) => {
      const [{ skills }, { toReview, quarantined }] = await Promise.all([
        folder.engine.skills(),
        folder.engine.standing(),
      ]);
      return [
        ...quarantined.map((one) => importItem(folder, one)),
        ...skills.filter(({ name }) => toReview.has(name)).map((skill) => skillItem(folder, skill)),
      ];
    }),
  );
  return found.flat();
}
