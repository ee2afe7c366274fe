import { open, type FileHandle } from 'node:fs/promises';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { linesOf, piecesOf, type Piece } from './logLines.js';
import { addEvent, addMark, noFacts, type RunFacts } from './runFacts.js';
import { addLines, eventOf, numberOf, type ReadEvent } from './runLines.js';

/** The last line that was read: it tells a file that has grown from another one with the same name. */
export interface Anchor {
  /** Where the line begins (bytes) and its checksum, 8 hex digits. */
  readonly at: number;
  readonly sum: string;
}

/** A run log file to be read from an offset (bytes, the end of a line), 0 for all of it. */
export interface RunFile {
  readonly file: string;
  readonly from: number;
  readonly anchor?: Anchor;
}

/** What one file says about a run. */
export interface RunPart {
  readonly run: string;
  readonly facts: RunFacts;
  /** Where its lines lie: pairs of beginning and end (bytes), ascending. */
  readonly lines: number[];
}

/** What a run log file holds, without its events. A long file comes in several of these. */
export interface RunFileIndex {
  readonly file: string;
  /** The file is not the one that was read before: what was known of it no longer holds. */
  readonly restarted?: true;
  /** Bytes read so far: the next reading begins here. */
  readonly end: number;
  readonly anchor?: Anchor;
  /** Damaged lines in this part of the file. */
  readonly dropped: number;
  readonly runs: readonly RunPart[];
  /** Why the file, or the rest of it, could not be read. */
  readonly problem?: Text;
  /** There is no such file any more. */
  readonly gone?: true;
}

/** Runs in one item: what a thread takes in at once without being held up. */
const runsAtOnce = 200;

/** Reads log files and sums up their runs. A file that cannot be read is an item that says why. */
export async function* indexFiles(files: readonly RunFile[]): AsyncGenerator<RunFileIndex | undefined, void> {
  for (const wanted of files) {
    const reading = new Reading(wanted);
    let handle: FileHandle | undefined;
    try {
      handle = await open(wanted.file, 'r');
      if (!(await continues(handle, wanted))) reading.restart();
      for await (const piece of piecesOf(handle, reading.end)) {
        reading.add(piece);
        yield reading.size >= runsAtOnce ? reading.take() : undefined;
      }
      yield reading.take();
    } catch (error) {
      yield {
        ...reading.take(),
        ...(codeOf(error) === 'ENOENT' ? { gone: true } : { problem: problemOf(error, wanted.file) }),
      };
    } finally {
      // What was read is read, whatever closing says.
      await handle?.close().catch(() => undefined);
    }
  }
}

/** Whether the file still holds the line that was read last. */
async function continues(handle: FileHandle, { from, anchor }: RunFile): Promise<boolean> {
  if (from === 0) return true;
  if (!anchor) return false;
  const { size } = await handle.stat();
  if (size < from) return false;
  const sum = Buffer.alloc(anchor.sum.length);
  await handle.read(sum, 0, sum.length, anchor.at);
  return sum.toString('latin1') === anchor.sum;
}

/** @throws whatever is not an error of the file system: a bug. */
function problemOf(error: unknown, file: string): Text {
  const explained = fileProblem(error, file);
  if (explained instanceof HumanError) return explained.text;
  const code = codeOf(error);
  if (code === undefined) throw error;
  return text('“{0}” could not be read ({1}).', file, code);
}

/** Gathers what a file says. */
class Reading {
  end: number;
  private readonly file: string;
  private anchor: Anchor | undefined;
  private restarted = false;
  private dropped = 0;
  private runs = new Map<string, RunPart>();

  constructor({ file, from, anchor }: RunFile) {
    this.file = file;
    this.end = from;
    this.anchor = anchor;
  }

  get size(): number {
    return this.runs.size;
  }

  /** Begins at the file's beginning. */
  restart(): void {
    this.end = 0;
    this.anchor = undefined;
    this.restarted = true;
  }

  add({ bytes, start, end }: Piece): void {
    for (const line of linesOf(bytes)) {
      const read = eventOf(bytes.subarray(line.start, line.end));
      if (read === 'other') continue;
      if (read && this.addRead(read, start + line.start, Math.min(start + line.end + 1, end))) continue;
      // A last line without an end may still be going to get one.
      if (!line.whole) return;
      this.dropped++;
    }
    this.end = end;
  }

  /** What has been gathered, which begins anew. */
  take(): RunFileIndex {
    const { file, end, anchor, restarted, dropped, runs } = this;
    this.restarted = false;
    this.dropped = 0;
    this.runs = new Map();
    return {
      file,
      end,
      ...(anchor ? { anchor } : {}),
      ...(restarted ? { restarted } : {}),
      dropped,
      runs: [...runs.values()],
    };
  }

  private addRead({ run, seq, at, type, sum, event }: ReadEvent, from: number, to: number): boolean {
    let part = this.runs.get(run);
    if (!part) this.runs.set(run, (part = { run, facts: noFacts(), lines: [] }));
    const mark = { seq, at, sum: numberOf(sum) };
    try {
      if (event) addEvent(part.facts, event, mark.sum);
    } catch {
      // Of a shape that this version does not know.
      return false;
    }
    addMark(part.facts, type, mark);
    addLines(part.lines, from, to);
    this.anchor = { at: from, sum };
    return true;
  }
}
