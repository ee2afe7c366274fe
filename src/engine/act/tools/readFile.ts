import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { HumanError, throwIfCancelled } from '../../errors.js';
import { explained } from '../../safety/fileProblem.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveInside } from '../../safety/paths.js';
import { isSensitive } from '../../safety/sensitive.js';
import { text } from '../../text.js';
import { openNoFollow } from '../files.js';
import { openParent } from '../folder.js';
import { isBinary } from '../lineDiff.js';
import { denied, type Tool, type ToolContext } from './tool.js';
import { brief, lineCount, sizeOf } from './words.js';

const maxLines = 2000;
const maxBytes = 64 * 1024;

const schema = z.strictObject({
  path: z.string().min(1).max(4096).describe('File to read, relative to the workspace.'),
  offset: z.int().min(1).optional().describe('First line to read, counted from 1.'),
  limit: z.int().min(1).max(maxLines).optional().describe(`Number of lines, ${maxLines} at most.`),
});

/** Reads part of a text file. Free inside the workspace, but for sensitive files, which are asked for each time. */
export const readFile: Tool<z.infer<typeof schema>> = {
  name: 'read_file',
  description: `Reads a text file of the workspace as it is. Returns at most ${maxLines} lines or ${maxBytes / 1024} KB; read on with offset.`,
  schema,
  title: ({ path: file }) => text('Read {0}', brief(file)),
  async run({ path: requested, offset = 1, limit = maxLines }, context, signal) {
    const absolute = await resolveInside(context.workspace, requested);
    if (!(await mayRead(requested, absolute, context))) return denied;
    const page = await explained(requested, () =>
      readPage(context.workspace, absolute, requested, offset, limit, signal),
    );
    const notes = notesOn(page, offset);
    const lines = page.lines;
    return {
      ok: true,
      output: page.text + (notes && page.text && !page.text.endsWith('\n') ? '\n' : '') + notes,
      summary: lineCount(lines),
    };
  },
};

/** A link may give a harmless name to a sensitive file: both names count. */
async function mayRead(requested: string, absolute: string, { workspace, ask }: ToolContext): Promise<boolean> {
  const asked = relativeTo(workspace, path.resolve(workspace, requested));
  const real = relativeTo(workspace, absolute);
  if (!isSensitive(asked) && !isSensitive(real)) return true;
  return await ask({
    kind: 'read',
    tool: readFile.name,
    title: text('Read {0}', visible(real)),
    subject: visible(real),
    where: '.',
    why: text('This file may hold secrets. Its text is sent to the model.'),
    choices: ['once', 'deny'],
  });
}

interface Page {
  readonly text: string;
  readonly lines: number;
  /** Lines before the page, when the file ended before its beginning. */
  readonly skipped: number;
  readonly more: boolean;
  /** A single line was longer than the page. */
  readonly cutLine: boolean;
  readonly invalid: boolean;
}

async function readPage(
  workspace: string,
  absolute: string,
  name: string,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<Page> {
  const folder = await openParent(workspace, absolute, false);
  try {
    const handle = await openNoFollow(folder.at(path.basename(absolute)));
    try {
      const info = await handle.stat();
      if (info.isDirectory()) throw new HumanError(text('“{0}” is a folder: use list_dir.', name));
      if (!info.isFile()) throw new HumanError(text('“{0}” is not a regular file.', name));
      return await readLines(handle, name, info.size, offset, limit, signal);
    } finally {
      await handle.close();
    }
  } finally {
    await folder.close();
  }
}

/** Reads piece by piece: a huge file costs time up to the page's end, never memory. */
async function readLines(
  handle: FileHandle,
  name: string,
  size: number,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<Page> {
  const piece = Buffer.alloc(maxBytes);
  const kept: Buffer[] = [];
  let [line, lines, bytes, first] = [1, 0, 0, true];
  const page = (more: boolean): Page =>
    toPage(Buffer.concat(kept), { skipped: line - 1, more, full: bytes >= maxBytes });
  for (;;) {
    throwIfCancelled(signal);
    const { bytesRead } = await handle.read(piece, 0, piece.length);
    if (!bytesRead) return page(false);
    const data = piece.subarray(0, bytesRead);
    if (first && isBinary(data)) throw new HumanError(text('“{0}” is a binary file ({1}).', name, sizeOf(size)));
    first = false;
    let at = 0;
    while (line < offset) {
      const end = data.indexOf(10, at);
      if (end < 0) break;
      at = end + 1;
      line++;
    }
    if (line < offset) continue;
    const start = at;
    while (lines < limit) {
      const end = data.indexOf(10, at);
      if (end < 0) break;
      at = end + 1;
      lines++;
    }
    const wanted = Buffer.from(data.subarray(start, lines < limit ? bytesRead : at));
    kept.push(wanted.subarray(0, maxBytes - bytes));
    bytes += wanted.length;
    if (bytes > maxBytes) return page(true);
    if (lines >= limit) return page(at < bytesRead || (await handle.read(piece, 0, 1)).bytesRead > 0);
  }
}

function toPage(kept: Buffer, { skipped, more, full }: { skipped: number; more: boolean; full: boolean }): Page {
  // A full page ends with its last whole line, so that reading on starts at a line.
  const lastEnd = kept.lastIndexOf(10) + 1;
  const cutLine = more && full && lastEnd === 0;
  const bytes = more && full && lastEnd > 0 ? kept.subarray(0, lastEnd) : kept;
  const decoded = new TextDecoder().decode(bytes);
  const text = cutLine ? decoded.replace(/\ufffd$/, '') : decoded;
  const ends = countLineEnds(bytes);
  const lines = ends + (bytes.length && bytes.at(-1) !== 10 ? 1 : 0);
  return { text, lines, skipped, more, cutLine, invalid: !isUtf8(cutLine ? Buffer.from(text) : bytes) };
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function notesOn(page: Page, offset: number): string {
  const notes: string[] = [];
  if (!page.lines) notes.push(offset > 1 ? `[The file has only ${page.skipped} lines.]` : '[The file is empty.]');
  if (page.cutLine) notes.push(`[Line ${offset} is longer than ${maxBytes / 1024} KB and was cut.]`);
  if (page.more) notes.push(`[Cut after line ${offset + page.lines - 1}: read on with offset ${offset + page.lines}.]`);
  if (page.invalid) notes.push('[Some bytes are not UTF-8 and are shown as \ufffd; edit_file will refuse this file.]');
  return notes.join('\n');
}
