import { setImmediate as turn } from 'node:timers/promises';

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Bytes before others get a turn: a few milliseconds. */
const slice = 1024 * 1024;

/** The checksum of zip files (PKWARE APPNOTE 4.4.7). Node has its own from version 20.15 on only. */
export async function crc32(data: Uint8Array): Promise<number> {
  let value = 0xffffffff;
  for (let at = 0; at < data.length; at += slice) {
    if (at > 0) await turn();
    value = update(value, data.subarray(at, at + slice));
  }
  return ~value >>> 0;
}

function update(start: number, data: Uint8Array): number {
  let value = start;
  for (const byte of data) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return value;
}
