import * as z from 'zod';

/** One line edit as the model writes it. Line numbers count from 1 in the current SKILL.md. */
export const lineEdit = z.discriminatedUnion('op', [
  z.object({ op: z.literal('replace'), line: z.number().int(), old: z.string(), new: z.string() }),
  z.object({ op: z.literal('insert'), line: z.number().int(), new: z.string() }),
  z.object({ op: z.literal('delete'), line: z.number().int(), old: z.string() }),
]);
export type LineEdit = z.infer<typeof lineEdit>;

/** An edit that does not fit the text; the message tells the model what to correct. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/**
 * Applies line edits to a text; line ends and everything outside the edited lines stay byte for byte.
 * @throws {PatchError} when a line does not exist, `old` is not that line, or two edits meet
 */
export function applyEdits(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\n');
  const carriage = lines.length > 1 && lines[0]?.endsWith('\r') ? '\r' : '';
  const placed = edits.map((edit) => ({ edit, at: locate(lines, edit) }));
  const touched = placed.filter(({ edit }) => edit.op !== 'insert').map(({ at }) => at);
  if (new Set(touched).size !== touched.length) throw new PatchError('Two edits change the same line.');
  const fresh = (value: string): string[] => value.split(/\r?\n/).map((line) => line + carriage);
  // From the bottom up; an insert after line n goes in before line n itself is replaced.
  const ordered = [...placed].sort((a, b) => b.at - a.at || (a.edit.op === 'insert' ? -1 : 1));
  for (const { edit, at } of ordered) {
    if (edit.op === 'insert') lines.splice(at, 0, ...fresh(edit.new));
    else if (edit.op === 'replace') lines.splice(at - 1, 1, ...fresh(edit.new));
    else lines.splice(at - 1, 1);
  }
  return lines.join('\n');
}

/** The line an edit means: the number given, or the only line that reads like `old` when the model miscounted. */
function locate(lines: readonly string[], edit: LineEdit): number {
  const inside = edit.line >= 1 && edit.line <= lines.length;
  if (edit.op === 'insert') {
    if (!inside) throw new PatchError(`Line ${edit.line} does not exist; the skill has ${lines.length} lines.`);
    return edit.line;
  }
  const same = (line: string | undefined): boolean => line?.trim() === edit.old.trim();
  if (inside && same(lines[edit.line - 1])) return edit.line;
  const found = lines.flatMap((line, index) => (same(line) ? [index + 1] : []));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new PatchError(`"old" of line ${edit.line} is not a line of the skill: ${edit.old}`);
}
