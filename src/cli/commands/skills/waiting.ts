import type { Engine } from '../../../engine/engine.js';
import { contentOf } from '../../../engine/exchange/adopt.js';
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
  readonly content: () => Promise<Content>;
}

/** All that could be trusted, imports last. */
export async function candidates(engine: Engine): Promise<readonly Waiting[]> {
  const [{ skills }, { toReview, quarantined }] = await Promise.all([engine.skills(), engine.standing()]);
  return [
    ...skills.map((skill): Waiting => ({
      kind: toReview.has(skill.name) ? 'skill' : 'trusted',
      name: skill.name,
      id: skill.name,
      description: skill.description,
      from: skill.path,
      files: skill.files,
      content: () => contentOf(skill),
    })),
    ...quarantined.map(({ id, name, description, origin, files }): Waiting => ({
      kind: 'import',
      name,
      id,
      description,
      from: origin.source,
      files,
      content: () => quarantinedContent(engine, id, files),
    })),
  ];
}

async function quarantinedContent(engine: Engine, id: string, files: Tree): Promise<Content> {
  const content = new Map<string, { data: Uint8Array; executable: boolean }>();
  for (const { path, executable } of files)
    content.set(path, { data: Buffer.from(await engine.quarantinedText(id, path)), executable });
  return content;
}

/**
 * Those that the words name.
 * @throws {UsageError} for a word that names none, or more than one
 */
export function named(all: readonly Waiting[], words: readonly string[]): readonly Waiting[] {
  return [...new Set(words.map((word) => one(all, word)))];
}

function one(all: readonly Waiting[], word: string): Waiting {
  // The engine takes a name for the import's when both have it, and would replace the skill.
  const exact = all.find(({ kind, id }) => kind === 'import' && id === word);
  const found = exact ? [exact] : all.filter(({ name }) => name === word);
  const [first] = found;
  if (!first) throw noSkill(word);
  if (found.length === 1) return first;
  const ids = found.filter(({ kind }) => kind === 'import').map(({ id }) => id);
  throw new UsageError(
    t('“{0}” means more than one here. Name the import by its id ({1}), or discard it first.', word, ids.join(', ')),
  );
}
