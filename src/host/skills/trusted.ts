import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SkillVersion } from '../../engine/skills/skill.js';

/** Contents the person trusts, by tree. Only to choose what a review is compared with; the engine decides what may be used. */
export async function trustedTrees(home: string): Promise<ReadonlySet<string>> {
  try {
    const { parseTrust } = await import('../../engine/skills/trust.js');
    const value: unknown = JSON.parse(await readFile(path.join(home, 'trust.json'), 'utf8'));
    const trees = typeof value === 'object' && value !== null ? parseTrust(value)?.trees : undefined;
    return new Set(trees?.keys());
  } catch {
    // Nothing is known to be trusted: the review shows the whole skill.
    return new Set();
  }
}

/** The version a review starts from: the newest one that was looked at, or came with Memento. Everything after it is what is new. */
export const lastTrusted = (
  versions: readonly SkillVersion[],
  trusted: ReadonlySet<string>,
): SkillVersion | undefined =>
  versions.findLast(({ tree, by }) => tree !== null && (trusted.has(tree) || by === 'template'));
