import { setImmediate as turn } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';
import type { Content } from '../skills/tree.js';

/** The earliest date a zip file can name: two exports of one skill are the same bytes. In local time, as the package writes it. */
const earliest = (): Date => new Date(1980, 0, 1);
/** Bytes compressed before others get a turn: some milliseconds. */
const slice = 64 * 1024;
const unix = 3;

/**
 * A skill's folder as a zip file `<name>/SKILL.md` ..., the same bytes for the same files on every machine; that is why a package in
 * JavaScript packs, and not zlib, whose output differs between versions. Unix permissions are kept.
 */
export async function exportZip(name: string, content: Content): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const files = [...content].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, { data, executable }] of files) {
    const file = new ZipDeflate(`${name}/${path}`, { level: 6 });
    file.mtime = earliest();
    file.os = unix;
    file.attrs = (0o100000 | (executable ? 0o755 : 0o644)) * 0x10000;
    zip.add(file);
    for (let at = 0; at < data.length || at === 0; at += slice) {
      file.push(data.subarray(at, at + slice), at + slice >= data.length);
      await turn();
    }
  }
  zip.end();
  return Buffer.concat(pieces);
}
