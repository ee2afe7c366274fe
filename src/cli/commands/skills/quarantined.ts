import type { Engine } from '../../../engine/engine.js';
import type { Quarantined } from '../../../engine/exchange/quarantine.js';
import type { Content, TreeFile } from '../../../engine/skills/tree.js';
import { sha256 } from '../../../engine/store/hash.js';

/** A file of an import; undefined when it is no text, which is all that imports are handed out as. */
export async function quarantinedFile(engine: Engine, id: string, file: TreeFile): Promise<Buffer | undefined> {
  const data = Buffer.from(await engine.quarantinedText(id, file.path));
  return sha256(data) === file.hash ? data : undefined;
}

/** The files of an import; in place of one that is no text stands a zero byte, so that nobody takes it for read. */
export async function quarantinedContent(engine: Engine, { id, files }: Quarantined): Promise<Content> {
  const content = new Map<string, { readonly data: Uint8Array; readonly executable: boolean }>();
  for (const file of files) {
    const data = (await quarantinedFile(engine, id, file)) ?? new Uint8Array(1);
    content.set(file.path, { data, executable: file.executable });
  }
  return content;
}
