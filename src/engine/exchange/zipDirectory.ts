import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { printable } from './safePath.js';

/** One entry of a zip archive as the list at its end has it. Nothing here is believed but where the bytes lie. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** Where the compressed bytes lie in the archive. */
  readonly start: number;
  readonly compressed: number;
  /** Bytes as the archive states them. */
  readonly size: number;
  /** Mode bits where a Unix tool wrote the entry, else 0. */
  readonly mode: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const unix = 3;
const mac = 19;

/**
 * Reads the list at the end of a zip archive (PKWARE APPNOTE 4.3.12 and 4.3.16), the only place that tells links from files. Every entry
 * must agree with the header before its own bytes, and no two may share bytes: archives that different programs read differently, and
 * those that list the same bytes many times over, are refused.
 * @param most entries there may be
 * @throws {HumanError} for what is damaged, encrypted, split, in the format for more than 4 GB, or contradicts itself
 */
export function readZipDirectory(archive: Buffer, most: number): readonly ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  const size = archive.readUInt32LE(end + 12);
  const offset = archive.readUInt32LE(end + 16);
  const isSplit = archive.readUInt16LE(end + 4) !== 0 || archive.readUInt16LE(end + 6) !== 0;
  if (isSplit || archive.readUInt16LE(end + 8) !== count)
    throw new HumanError(text('The zip file is one part of several; only whole ones can be imported.'));
  if (count > most) throw new HumanError(text('The zip file has more than {0} entries: too many to import.', most));
  if (offset === 0xffffffff || count === 0xffff)
    throw new HumanError(text('The zip file has the format for more than 4 GB, which is not read.'));
  if (offset + size > end) throw damaged();
  const entries: ZipEntry[] = [];
  let at = offset;
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(archive, at, end);
    entries.push(entry);
    at = next;
  }
  refuseOverlap(entries, offset);
  return entries;
}

export const damaged = (): HumanError => new HumanError(text('The zip file is damaged.'));

function findEnd(archive: Buffer): number {
  const lowest = Math.max(0, archive.length - endLength - 0xffff);
  for (let at = archive.length - endLength; at >= lowest; at--)
    if (archive.readUInt32LE(at) === endSignature && at + endLength + archive.readUInt16LE(at + 20) === archive.length)
      return at;
  throw new HumanError(text('The file is not a zip file, or it is damaged.'));
}

function readEntry(archive: Buffer, at: number, end: number): { entry: ZipEntry; next: number } {
  if (at + 46 > end || archive.readUInt32LE(at) !== entrySignature) throw damaged();
  const nameLength = archive.readUInt16LE(at + 28);
  const next = at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  if (next > end) throw damaged();
  const name = decode(archive.subarray(at + 46, at + 46 + nameLength));
  const flags = archive.readUInt16LE(at + 8);
  const method = archive.readUInt16LE(at + 10);
  // Bit 0 encryption, bit 5 patches, bit 6 strong encryption, bit 13 hidden headers.
  if (flags & 0b10_0000_0110_0001)
    throw new HumanError(text('The zip file is encrypted; only open ones can be imported.'));
  if (method !== 0 && method !== 8)
    throw new HumanError(text('“{0}” is packed by a method that is not read ({1}).', printable(name), method));
  const local = archive.readUInt32LE(at + 42);
  if (local + 30 > archive.length || archive.readUInt32LE(local) !== localSignature) throw damaged();
  const localName = archive.readUInt16LE(local + 26);
  const start = local + 30 + localName + archive.readUInt16LE(local + 28);
  const compressed = archive.readUInt32LE(at + 20);
  if (start + compressed > archive.length) throw damaged();
  const isSame = archive
    .subarray(local + 30, local + 30 + localName)
    .equals(archive.subarray(at + 46, at + 46 + nameLength));
  if (!isSame || archive.readUInt16LE(local + 8) !== method) throw damaged();
  const system = archive.readUInt8(at + 5);
  const entry: ZipEntry = {
    name,
    method,
    crc: archive.readUInt32LE(at + 16),
    start,
    compressed,
    size: archive.readUInt32LE(at + 24),
    mode: system === unix || system === mac ? archive.readUInt16LE(at + 40) : 0,
  };
  return { entry, next };
}

/** Names without the mark for UTF-8 are UTF-8 in practice, or plain ASCII; what is neither keeps a replacement character. */
const decode = (name: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(name);

function refuseOverlap(entries: readonly ZipEntry[], directory: number): void {
  let last = 0;
  for (const { start, compressed } of [...entries].sort((a, b) => a.start - b.start)) {
    if (start < last || start + compressed > directory) throw damaged();
    last = start + compressed;
  }
}
