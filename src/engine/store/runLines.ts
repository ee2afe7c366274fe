import type { RunEvent } from '../events.js';
import { isCompacted } from './compacted.js';
import { jsonOf, parse } from './logLines.js';
import { telling } from './runFacts.js';

/** An event as its line shows it. */
export interface ReadEvent {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  /** Checksum of the line, 8 hex digits. */
  readonly sum: string;
  /** Present for the types that tell more than that they happened. */
  readonly event?: RunEvent;
}

const begins = /^\{"type":"([a-z.]+)"/;
const ends = /,"run":"([^"\\\x80-\xff]+)","seq":(\d{1,9}),"at":(\d{1,16})\}$/;

/**
 * Reads what the index of runs needs of a line (without its line feed). Most events, and the largest, say nothing to it but their type and
 * mark, which stand at both ends of the line: those are not parsed. That is safe because the checksum says that the line is JSON as we
 * wrote it, and the last brace of such a text closes the event itself.
 * @returns `other` for a sound line that is no event, undefined for a damaged one.
 */
export function eventOf(line: Buffer): ReadEvent | 'other' | undefined {
  const json = jsonOf(line);
  if (!json) return undefined;
  const sum = line.toString('latin1', 0, 8);
  const type = begins.exec(json.toString('latin1', 0, 40))?.[1];
  const tail =
    type === undefined || telling.has(type) ? null : ends.exec(json.toString('latin1', Math.max(0, json.length - 160)));
  if (type !== undefined && tail) {
    const [, run = '', seq, at] = tail;
    return { run, seq: Number(seq), at: Number(at), type, sum };
  }
  const event = parse(json);
  if (!isRunEvent(event)) return isCompacted(event) ? 'other' : undefined;
  const { run, seq, at } = event;
  return { run, seq, at, type: event.type, sum, event };
}

/** A checksum (8 hex digits) as a number of 32 bits, which takes the least memory. */
export const numberOf = (sum: string): number => parseInt(sum, 16) | 0;

/** Whether a record of a run log can be placed in a run. */
export const isRunEvent = (value: unknown): value is RunEvent =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'run' in value &&
  typeof value.run === 'string' &&
  'seq' in value &&
  typeof value.seq === 'number' &&
  'at' in value &&
  typeof value.at === 'number';

/** Adds a range (bytes) to pairs of beginning and end; a range that goes on where the last one ends makes it longer. */
export function addLines(lines: number[], from: number, to: number): void {
  if (lines.length > 0 && lines.at(-1) === from) lines[lines.length - 1] = to;
  else lines.push(from, to);
}
