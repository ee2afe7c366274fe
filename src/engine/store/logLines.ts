import crypto from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { sha256 } from './hash.js';

/** Bytes of a line that are kept in memory; a longer one is damage (a file system that returns zeros, for instance). */
export const maxLine = 32 * 1024 * 1024;

/** Bytes read at once: some milliseconds of work, so that whoever reads on the main thread gives way often enough. */
const pieceSize = 256 * 1024;

const newline = 10;
const damaged = Buffer.from('?\n');

// For something as short as a line it takes half the time, but Node has it only since 20.12.
const hash = crypto.hash as typeof crypto.hash | undefined;
const sumOf = (json: Buffer | string): string => (hash ? hash('sha256', json) : sha256(json)).slice(0, 8);

/** A line of a log: the first 8 hex digits of the JSON's SHA-256, a space, the JSON, a line feed. */
export function encodeLine(record: object): string {
  const json = JSON.stringify(record);
  return `${sumOf(json)} ${json}\n`;
}

/** The JSON of a line (without its line feed) when the checksum agrees. */
export function jsonOf(line: Buffer): Buffer | undefined {
  const json = line.subarray(9);
  return line[8] === 32 && line.toString('latin1', 0, 8) === sumOf(json) ? json : undefined;
}

/** The record of a line (without its line feed), undefined when it is damaged. */
export function decodeLine(line: Buffer): unknown {
  const json = jsonOf(line);
  return json && parse(json);
}

export function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** A part of a file that consists of whole lines; only the last line of a file may lack its end. */
export interface Piece {
  readonly bytes: Buffer;
  /** Where it begins and ends in the file (bytes). */
  readonly start: number;
  readonly end: number;
}

/** Reads a file from a beginning of a line on. A piece is valid until the next one is asked for. */
export async function* piecesOf(handle: FileHandle, from: number): AsyncGenerator<Piece, void> {
  const buffer = Buffer.allocUnsafe(pieceSize);
  let rest: Buffer[] = [];
  let kept = 0;
  let start = from;
  for (let position = from; ;) {
    const { bytesRead } = await handle.read(buffer, 0, pieceSize, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const whole = buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1;
    if (whole > 0) {
      const end = position - (bytesRead - whole);
      if (kept <= maxLine) {
        const bytes = rest.length ? Buffer.concat([...rest, buffer.subarray(0, whole)]) : buffer.subarray(0, whole);
        yield { bytes, start, end };
      } else {
        const after = buffer.indexOf(newline) + 1;
        yield { bytes: damaged, start, end: end - whole + after };
        if (after < whole) yield { bytes: buffer.subarray(after, whole), start: end - whole + after, end };
      }
      rest = [];
      kept = 0;
      start = end;
    }
    kept += bytesRead - whole;
    if (kept > maxLine) rest = [];
    else if (whole < bytesRead) rest.push(Buffer.from(buffer.subarray(whole, bytesRead)));
  }
  if (kept > 0) yield { bytes: kept > maxLine ? damaged : Buffer.concat(rest), start, end: start + kept };
}

/** A line within a piece: from `start` to `end` without the line feed. `whole` when it has one. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
}

/** The lines of a piece that are not empty. */
export function* linesOf(bytes: Buffer): Generator<Line, void> {
  for (let start = 0; start < bytes.length;) {
    const at = bytes.indexOf(newline, start);
    const end = at < 0 ? bytes.length : at;
    if (end > start) yield { start, end, whole: at >= 0 };
    start = end + 1;
  }
}
