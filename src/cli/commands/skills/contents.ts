import type { Engine } from '../../../engine/engine.js';
import { HumanError } from '../../../engine/errors.js';
import { contentOf } from '../../../engine/exchange/adopt.js';
import { treeOf, type Content, type Tree } from '../../../engine/skills/tree.js';
import { t } from '../../l10n.js';
import { UsageError } from '../../usage.js';
import { noSkill, versionNamed, versionsOf } from './find.js';

/** The files of a skill at some time, to be printed. */
export interface Contents {
  readonly name: string;
  /** `null` for what is there now. */
  readonly version: number | null;
  readonly files: Tree;
  /** @param path one of {@link files} */
  readonly read: (path: string) => Promise<Uint8Array>;
}

/**
 * What a person means by a name: a skill of the library (or one of its versions), else an import in quarantine by its id or name.
 * @throws {UsageError} when there is neither
 */
export async function contentNamed(engine: Engine, name: string, version: string | undefined): Promise<Contents> {
  if (version !== undefined) return await past(engine, name, version);
  const { skills, broken } = await engine.skills();
  const skill = skills.find((one) => one.name === name);
  if (skill) return inMemory(name, null, await contentOf(skill));
  const waiting = (await engine.standing()).quarantined.find((one) => one.id === name || one.name === name);
  if (waiting) return inMemory(waiting.name, null, await engine.quarantinedFiles(waiting.id));
  const problem = broken.find((one) => one.name === name)?.diagnostics[0];
  if (problem) throw new HumanError(problem.message);
  throw noSkill(name);
}

async function past(engine: Engine, name: string, word: string): Promise<Contents> {
  const { version, tree } = versionNamed(await versionsOf(engine, name), name, word);
  if (tree === null) throw new UsageError(t('{0} was archived in v{1}; show an earlier version.', name, version));
  return inMemory(name, version, await engine.versionFiles(tree));
}

const inMemory = (name: string, version: number | null, content: Content): Contents => ({
  name,
  version,
  files: treeOf(content),
  read: (path) => Promise.resolve(content.get(path)?.data ?? new Uint8Array()),
});
