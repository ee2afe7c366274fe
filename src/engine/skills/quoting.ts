/** Characters that YAML, or a person, cannot see in a line: written as escapes. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/**
 * A value as a double-quoted YAML text on one line: control characters as escapes, and `---` broken by one, because the validator of
 * the specification splits a file at every `---`.
 */
export const quote = (value: string): string =>
  JSON.stringify(value)
    .replace(unprintable, (one) => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('---', String.raw`\x2d--`);

/** A replacement of a part of a text; offsets count UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In the order of the text, as {@link applyEdits} wants them; what is put in before what is taken out at the same place. */
export const sorted = (edits: readonly Edit[]): Edit[] => [...edits].sort((a, b) => a.start - b.start || a.end - b.end);

/** @param edits sorted, without overlaps */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text } of edits) {
    result += source.slice(from, start) + text;
    from = end;
  }
  return result + source.slice(from);
}

/** An offset in the text after the edits, as one of the text before them; not for what lies inside of an edit. */
export function offsetBefore(edits: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    const begin = start + shift;
    if (offset <= begin) break;
    shift += text.length - (end - start);
  }
  return offset - shift;
}

/** `key: value` on one line, at any depth: indent, key with colon and blanks, value. */
const entry = /^([ \t]*)([A-Za-z_][\w.-]*[ \t]*:[ \t]+)(\S.*)$/;
/** What a plain YAML text cannot begin with. */
const indicator = /^(?:["'|>[\]{}&*!%@`#,]|[-?:](?:\s|$))/;
/** Values that begin so are never YAML: Markdown, a decorator, a template, `[one] [two]`. */
const reserved = /^(?:[@`%]|\*(?:\S*\s|\*)|\[[^\]]*\]\s*[^\s#]|\{[^}]*\}\s*[^\s#])/;
const colon = /:(?:\s|$)/;
/** A comment; `issue #12` is none to anybody but YAML. */
const comment = /\s#(?:\s|$)/;

/** An edit that puts a value into quotes, and what the value has that makes them necessary. */
export interface Quoting extends Edit {
  readonly why: 'colon' | 'reserved';
}

/**
 * The edits that put values into quotes without which the text is no YAML. Values with a colon are the most common mistake in skills:
 * `description: Use when: ...`. Values may go on over indented lines. (Agent Skills, client implementation: malformed YAML is read again
 * with such values quoted.)
 */
export function quoteValues(yaml: string): Quoting[] {
  const edits: Quoting[] = [];
  const lines = yaml.split('\n');
  let offset = 0;
  for (let index = 0; index < lines.length; index++) {
    const lineStart = offset;
    offset += (lines[index] ?? '').length + 1;
    const found = entry.exec(withoutReturn(lines[index]));
    if (!found) continue;
    const [, indent = '', key = '', first = ''] = found;
    const start = lineStart + indent.length + key.length;
    let end = lineStart + withoutReturn(lines[index]).length;
    const parts = [first];
    // Indented and blank lines belong to the value; inside a block text or a quoted one they may look like keys.
    for (; continues(lines[index + 1], indent.length); index++) {
      const next = withoutReturn(lines[index + 1]);
      parts.push(next.trim());
      if (next.trim()) end = offset + next.length;
      offset += (lines[index + 1] ?? '').length + 1;
    }
    const [kept, cut] = untilComment(parts);
    const why = reasonFor(kept);
    if (why) edits.push({ start, end: cut === undefined ? end : start + cut, text: quote(fold(kept)), why });
  }
  return edits;
}

function reasonFor(parts: readonly string[]): Quoting['why'] | undefined {
  const [first = ''] = parts;
  if (reserved.test(first)) return 'reserved';
  return !indicator.test(first) && parts.some((part) => colon.test(part)) ? 'colon' : undefined;
}

const withoutReturn = (line: string | undefined): string => (line ?? '').replace(/\r$/, '');

const continues = (line: string | undefined, indent: number): boolean =>
  line !== undefined && (!line.trim() || line.search(/[^ \t]/) > indent);

/** Only a value of one line is looked through for a comment: what YAML makes of one in the middle is an error anyway. */
function untilComment(parts: readonly string[]): [readonly string[], number | undefined] {
  const [first = ''] = parts;
  const at = parts.length === 1 ? first.search(comment) : -1;
  if (at < 0) return [parts.map((part) => part.trimEnd()), undefined];
  const kept = first.slice(0, at).trimEnd();
  return [[kept], kept.length];
}

const fold = (parts: readonly string[]): string => parts.filter(Boolean).join(' ');
