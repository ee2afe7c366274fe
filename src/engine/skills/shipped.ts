import { sha256 } from '../store/hash.js';
import { templateTrees } from './elementary.js';
import { treeHash } from './tree.js';

/**
 * Trees of the skills that come with Memento: its templates, and SKILL.md texts given besides. Read once, when first asked for.
 * @param templatesDir `skills-template/` of the installed extension
 */
export function createShipped(templatesDir: string, texts: readonly string[]): () => Promise<ReadonlySet<string>> {
  let trees: Promise<ReadonlySet<string>> | undefined;
  const single = (text: string): string => {
    const size = Buffer.byteLength(text);
    return treeHash([{ path: 'SKILL.md', hash: sha256(text), size, executable: false }]);
  };
  return () =>
    (trees ??= templateTrees(templatesDir).then((templates) => new Set([...templates, ...texts.map(single)])));
}
