import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../../src/engine/exchange/crc32.js';

/** One entry of a zip file as a test wants it, lies included. */
export interface ZipPart {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** Mode of Unix; absent: as MS-DOS writes it. */
  readonly mode?: number;
  /** 0 stored, 8 deflated (default); any other stands in the headers over deflated bytes. */
  readonly method?: number;
  readonly flags?: number;
  /** What the headers say of the size. */
  readonly statedSize?: number;
  readonly statedCrc?: number;
  /** Name in the header before the bytes, when it is to be another one. */
  readonly localName?: string;
  /** Where the list says its bytes lie; they are not written then. */
  readonly claimedAt?: number;
}

/** Writes a zip file by hand (PKWARE APPNOTE 4.3): no library would write these. */
export async function zipOf(parts: readonly ZipPart[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data ?? '');
    const method = part.method ?? 8;
    const packed = method === 0 ? data : deflateRawSync(data);
    const name = Buffer.from(part.name);
    const local = Buffer.from(part.localName ?? part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.flags ?? 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(part.statedCrc ?? (await crc32(data)), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.statedSize ?? data.length, 18);
    common.writeUInt16LE(local.length, 22);
    const offset = part.claimedAt ?? at;
    if (part.claimedAt === undefined) {
      const piece = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, local, packed]);
      pieces.push(piece);
      at += piece.length;
    }
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0) * 0x10000) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, part.mode === undefined ? 0 : 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, tail, name]));
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, list, end]);
}
