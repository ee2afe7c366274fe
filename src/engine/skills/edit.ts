import { HumanError } from '../errors.js';
import { text } from '../text.js';
import type { Field } from './fields.js';
import { parseSkill } from './format.js';
import { readFrontMatter, type FrontMatter } from './frontmatter.js';
import { applyEdits, quote, type Edit } from './quoting.js';

/** Keys of the Agent Skills format whose value is a text, in the order in which they are written. */
const textKeys = ['name', 'description', 'license', 'compatibility', 'allowed-tools'] as const;
export type TextKey = (typeof textKeys)[number];

export type ReadableFrontMatter = Extract<FrontMatter, { ok: true }>;

/**
 * Sets one key of the front matter, which is added where it is missing. Everything but the value stays byte for byte: comments, order, line
 * ends, byte order mark, a missing last newline. The value is written in double quotes on one line. Nothing changes when the key has this
 * value already.
 * @throws {HumanError} when the front matter cannot be read, or the value cannot be put into it
 */
export function setField(source: string, key: TextKey, value: string): string {
  const front = readable(source);
  const field = front.fields[key];
  if (field && isWritten(front, field, value)) return source;
  const edit = field ? valueEdit(source, field, value) : insertEdit(source, front, key, value);
  const result = applyEdits(source, [edit]);
  const after = readFrontMatter(result);
  if (!after.ok || after.fields[key]?.value !== value || after.body !== front.body)
    throw new HumanError(text('“{0}” could not be changed: change it in SKILL.md by hand.', key));
  return result;
}

/** Whether the field has this value already, in a form that every reader takes for text. */
const isWritten = (front: ReadableFrontMatter, field: Field, value: string): boolean =>
  field.kind === 'text' &&
  field.value === value &&
  !field.retyped &&
  !front.repairs.some(({ start }) => start === field.start);

function readable(source: string): ReadableFrontMatter {
  const front = readFrontMatter(source);
  if (!front.ok) throw new HumanError(front.diagnostic.message);
  return front;
}

/** Replaces the value of a field. A comment in the first line of a block text goes behind the new value. */
export function valueEdit(source: string, field: Field, value: string): Edit {
  const old = source.slice(field.start, field.end);
  const end = field.start + old.trimEnd().length;
  // A value that begins on a line below its key moves up to it.
  const colon = source.indexOf(':', field.keyStart + field.key.length) + 1;
  const isBelow = colon > 0 && colon < field.start && /^\s*\n\s*$/.test(source.slice(colon, field.start));
  const start = isBelow ? colon : field.start;
  const before = /[\s[{,]/.test(source.charAt(start - 1)) ? '' : ' ';
  const comment = /^[|>][^\r\n#]*[ \t](#[^\r\n]*)/.exec(old)?.[1];
  const after = comment ? ` ${comment.trimEnd()}` : source.charAt(end) === '#' ? ' ' : '';
  return { start, end, text: before + quote(value) + after };
}

/** Adds a key: behind the last key that comes before it in the format, else as the first. */
export function insertEdit(source: string, front: ReadableFrontMatter, key: TextKey, value: string): Edit {
  const earlier = textKeys
    .slice(0, textKeys.indexOf(key))
    .flatMap((one) => front.fields[one] ?? [])
    .sort((a, b) => a.keyStart - b.keyStart)
    .at(-1);
  const entry = `${key}: ${quote(value)}`;
  if (front.flow) {
    const brace = source.indexOf('{', 3) + 1;
    const empty = Object.keys(front.fields).length === 0;
    return { start: brace, end: brace, text: empty ? entry : `${entry}, ` };
  }
  const newline = /\r?\n/.exec(source)?.[0] ?? '\n';
  const at = earlier ? entryEnd(source, earlier) : source.indexOf('\n') + 1;
  return { start: at, end: at, text: indentOf(source, front) + entry + newline };
}

/** Keys may all be indented by the same blanks. */
export function indentOf(source: string, { fields }: ReadableFrontMatter): string {
  const first = Object.values(fields).find((field) => field !== undefined);
  if (!first) return '';
  return /[ \t]*$/.exec(source.slice(source.lastIndexOf('\n', first.keyStart - 1) + 1, first.keyStart))?.[0] ?? '';
}

/** Offset of the line behind a field. Blank lines at the end of a block text are part of it. */
export function entryEnd(source: string, { start, end, keyStart }: Field): number {
  const last = Math.max(end, start, keyStart);
  if (last > 0 && source.charAt(last - 1) === '\n') return last;
  const newline = source.indexOf('\n', last);
  return newline < 0 ? source.length : newline + 1;
}

/** What a new SKILL.md is made of. */
export interface NewSkill {
  readonly name: string;
  readonly description: string;
  readonly license?: string;
  readonly compatibility?: string;
  /** Separated by blanks. */
  readonly allowedTools?: string;
  readonly metadata?: ReadonlyMap<string, string>;
  /** Instructions in Markdown. */
  readonly body: string;
}

/**
 * Writes a new SKILL.md strictly: keys of the format only, values in double quotes.
 * @throws {HumanError} when a value breaks a rule of the format
 */
export function renderSkill(skill: NewSkill): string {
  const { name, description, license, compatibility, allowedTools, metadata, body } = skill;
  const line = (key: string, value: string | undefined): string =>
    value === undefined ? '' : `${key}: ${quote(value)}\n`;
  const source = [
    '---\n',
    line('name', name),
    line('description', description),
    line('license', license),
    line('compatibility', compatibility),
    line('allowed-tools', allowedTools),
    metadata?.size
      ? `metadata:\n${[...metadata].map(([key, value]) => `  ${quote(key)}: ${quote(value)}\n`).join('')}`
      : '',
    '---\n\n',
    body.trim(),
    '\n',
  ].join('');
  const [problem] = parseSkill(source, name).diagnostics;
  if (problem) throw new HumanError(problem.message);
  return source;
}
