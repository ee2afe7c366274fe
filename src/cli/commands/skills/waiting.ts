import path from 'node:path';
import type { Engine } from '../../../engine/engine.js';
import { contentOf } from '../../../engine/exchange/adopt.js';
import type { Quarantined } from '../../../engine/exchange/quarantine.js';
import { lintSkill } from '../../../engine/skills/lint/lintSkill.js';
import { isForeign, type Diagnostic, type Skill } from '../../../engine/skills/skill.js';
import type { Content, Tree } from '../../../engine/skills/tree.js';
import { t } from '../../l10n.js';
import { UsageError } from '../../usage.js';
import { noSkill } from './find.js';

/** Something a person can trust: a skill of the library or an import. */
export interface Waiting {
  /** `trusted`: it may be used already. */
  readonly kind: 'skill' | 'import' | 'trusted';
  readonly name: string;
  /** What the engine knows it by: the import's id, or the skill's name. */
  readonly id: string;
  readonly description: string;
  /** Where it lies or comes from. */
  readonly from: string;
  readonly files: Tree;
  readonly tree: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What was left out of an import. */
  readonly skipped: readonly string[];
  /** Whether an import takes the place of a skill. */
  readonly replaces: boolean;
  readonly content: () => Promise<Content>;
}

/** All that could be trusted, imports last. */
export async function candidates(engine: Engine): Promise<readonly Waiting[]> {
  const [{ skills }, { toReview, quarantined }] = await Promise.all([engine.skills(), engine.standing()]);
  const own = new Set(skills.filter(({ source }) => !isForeign(source)).map(({ name }) => name));
  return [
    ...skills.map((skill) => skillItem(skill, toReview.has(skill.name))),
    ...quarantined.map((one) => importItem(engine, one, own.has(one.name))),
  ];
}

const skillItem = (skill: Skill, waits: boolean): Waiting => ({
  ...{ kind: waits ? 'skill' : 'trusted', name: skill.name, id: skill.name, description: skill.description },
  ...{ from: skill.path, files: skill.files, tree: skill.tree, skipped: [], replaces: false },
  // The library has looked at the format only; what is dangerous in the text is found here.
  diagnostics: lintSkill({
    source: skill.text,
    folder: path.basename(path.dirname(skill.path)),
    paths: skill.files.map((file) => file.path),
  }).diagnostics,
  content: () => contentOf(skill),
});

const importItem = (engine: Engine, one: Quarantined, replaces: boolean): Waiting => ({
  ...{ kind: 'import', name: one.name, id: one.id, description: one.description, from: originOf(one.origin) },
  ...{ files: one.files, tree: one.tree, diagnostics: one.diagnostics, skipped: one.skipped, replaces },
  content: () => engine.quarantinedFiles(one.id),
});

/** Source, folder inside it and commit. */
export const originOf = ({ source, path: inside, commit }: Quarantined['origin']): string =>
  [source, inside, commit && `@ ${commit.slice(0, 12)}`].filter(Boolean).join(' ');

/**
 * Those that the words name.
 * @throws {UsageError} for a word that names none, or more than one
 */
export function named(all: readonly Waiting[], words: readonly string[]): readonly Waiting[] {
  return [...new Set(words.map((word) => one(all, word)))];
}

function one(all: readonly Waiting[], word: string): Waiting {
  const exact = all.find(({ kind, id }) => kind === 'import' && id === word);
  const found = exact ? [exact] : all.filter(({ name }) => name === word);
  const [first] = found;
  if (!first) throw noSkill(word);
  if (found.length === 1) return first;
  // The engine takes a name for the import's when both have it, and would replace the skill.
  const ids = found.filter(({ kind }) => kind === 'import').map(({ id }) => id);
  throw new UsageError(
    t('“{0}” means more than one here. Name the import by its id ({1}), or discard it first.', word, ids.join(', ')),
  );
}
