import matter from 'gray-matter';
import { text } from '../text.js';
import { noFields, readFields, type Field, type FieldProblem, type Fields } from './fields.js';
import { finding } from './lint/finding.js';
import { plainFields } from './plainFields.js';
import { applyEdits, offsetBefore, quoteValues, type Quoting } from './quoting.js';
import type { Diagnostic } from './skill.js';

/** A value that had to be put in quotes before the YAML could be read, as an edit of the file. */
export interface Repair extends Quoting {
  readonly line: number;
}

export interface ReadFrontMatter {
  readonly ok: true;
  readonly fields: Fields;
  readonly body: string;
  /** Offset of the body in the file. */
  readonly bodyStart: number;
  /** Offset of the line that ends the front matter. */
  readonly fence: number;
  /** Written as `{name: x, description: y}`. */
  readonly flow: boolean;
  readonly repairs: readonly Repair[];
}

export type FrontMatter = ReadFrontMatter | { readonly ok: false; readonly diagnostic: Diagnostic };

/** A whole SKILL.md in bytes, its front matter in characters (reference/reliability.md 2b). */
export const maxFileBytes = 1024 * 1024;
const maxFrontMatter = 64 * 1024;
/**
 * Marks that begin or end an entry, level, line, text or property: YAML's check for equal keys is quadratic in them, nesting goes deep, and
 * each that stands wrong is an error with a stack.
 */
const maxMarks = 1000;
/** gray-matter looks for comments with a pattern that is quadratic in a run of white space: 64 KB of newlines take six seconds. */
const longBlankRun = /\s{201}/;

class Refused extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.code);
  }
}

function refuse(...about: Parameters<typeof finding>): never {
  throw new Refused(finding(...about));
}

const tooLarge = (): never => refuse('front-matter-too-large', 1, text('The front matter is too large to be read.'));

/**
 * Reads the YAML front matter of a SKILL.md. gray-matter runs code for `---js` and its other spellings, so it only ever sees text whose
 * first line was found to be `---` and nothing else, and every engine but ours refuses. Never throws.
 */
export function readFrontMatter(source: string): FrontMatter {
  try {
    return read(source);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, diagnostic: error.diagnostic };
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, diagnostic: yamlProblem(1, why) };
  }
}

function read(source: string): FrontMatter {
  // No character takes more than three bytes: most files need no counting.
  if (source.length * 3 > maxFileBytes && Buffer.byteLength(source) > maxFileBytes)
    refuse('file-too-large', 1, text('The file is larger than {0} KB.', maxFileBytes / 1024));
  const mark = source.startsWith('\uFEFF') ? 1 : 0;
  const file = mark ? source.slice(1) : source;
  const fence = mark + checkFences(file);
  const plain = readPlain(source, mark, fence);
  if (plain) return plain;
  let found: Reading = { fields: noFields(), flow: false, repairs: [] };
  const deny = (): never => refuse('front-matter-language', 1, text('Only YAML front matter is read.'));
  // An options object also keeps gray-matter from its cache, which returns an empty result for broken YAML the second time.
  const { content } = matter(file, {
    language: 'yaml',
    engines: {
      // It is handed what follows `---`, the rest of the first line included: lines count as in the file. Of the last line end a return stays.
      yaml: (yaml: string) => (found = parseYaml(yaml.replace(/\r$/, ''), mark + 3)),
      js: deny,
      javascript: deny,
      json: deny,
      coffee: deny,
      cson: deny,
      toml: deny,
    },
  });
  return { ok: true, body: content, bodyStart: source.length - content.length, fence, ...found };
}

/** Front matter between two lines of `---` and nothing else that needs no reader of YAML; undefined for any other. */
function readPlain(source: string, mark: number, fence: number): FrontMatter | undefined {
  const bodyStart = fence + '---\n'.length;
  if (!source.startsWith('---\n', mark) || !(source.startsWith('---\n', fence) || source.length === fence + 3))
    return undefined;
  const base = mark + 3;
  const found = plainFields(source.slice(base, Math.max(base, fence - 1)), base);
  return found && { ...found, body: source.slice(bodyStart), bodyStart, fence, repairs: [] };
}

/**
 * Line 1 is `---` alone, and the first line that begins with `---` after it is `---` alone too: gray-matter takes it for the end.
 * @returns offset of that line
 */
function checkFences(file: string): number {
  const first = /^---([^\r\n]*)(\r?\n)/.exec(file);
  if (!first)
    refuse('front-matter-missing', 1, text('The file does not begin with a line “---” and its front matter.'));
  if (first[1]?.trim()) refuse('front-matter-language', 1, text('The first line must be “---” and nothing else.'));
  const start = file.indexOf('\n') + 1;
  const end = file.indexOf('\n---', start - 1);
  if (end < 0) refuse('front-matter-open', 1, text('The front matter has no end: a line “---” is missing.'));
  const yaml = file.slice(start, end + 1);
  if (yaml.length > maxFrontMatter || hasManyMarks(yaml) || longBlankRun.test(yaml)) tooLarge();
  const closing = /^---[ \t]*\r?(?:\n|$)/.test(file.slice(end + 1, end + 200));
  if (!closing)
    refuse(
      'front-matter-open',
      lineAt(file, end + 1),
      text('The line that ends the front matter must be “---” and nothing else.'),
    );
  return end + 1;
}

/** A text cannot have more marks than characters. */
const hasManyMarks = (yaml: string): boolean =>
  yaml.length > maxMarks && (yaml.match(/[\n,&!%[\]{}"]|[-?:] /g)?.length ?? 0) > maxMarks;

const lineAt = (file: string, offset: number): number => file.slice(0, offset).split('\n').length;

interface Reading {
  readonly fields: Fields;
  readonly flow: boolean;
  readonly repairs: readonly Repair[];
}

function parseYaml(yaml: string, base: number): Reading {
  const result = readFields(yaml, base);
  if (result.ok) return { fields: result.fields, flow: result.flow, repairs: [] };
  return (result.why === 'yaml' ? repaired(yaml, base) : undefined) ?? refuseFields(result);
}

/** The fields as they are once the values that need quotes have them, with the offsets of the file as it is. */
function repaired(yaml: string, base: number): Reading | undefined {
  const edits = quoteValues(yaml);
  if (!edits.length) return undefined;
  const result = readFields(applyEdits(yaml, edits), 0);
  if (!result.ok) return undefined;
  const there = (offset: number): number => base + offsetBefore(edits, offset);
  const moved = (field: Field, line: number): Field => ({
    ...field,
    line,
    items: field.items.map((item) => moved(item, lineAt(yaml, there(item.keyStart) - base))),
    keyStart: there(field.keyStart),
    start: there(field.start),
    end: there(field.end),
  });
  const fields = noFields();
  for (const [key, field] of Object.entries(result.fields))
    if (field) fields[key] = moved(field, lineAt(yaml, there(field.keyStart) - base));
  const repairs = edits.map((edit) => ({
    ...edit,
    start: base + edit.start,
    end: base + edit.end,
    line: lineAt(yaml, edit.start),
  }));
  return { fields, flow: result.flow, repairs };
}

const refuseFields = ({ why, detail, line }: FieldProblem): never =>
  why === 'shape'
    ? refuse('front-matter-shape', line, text('The front matter must be a list of keys with values.'))
    : refuseYaml(line, detail);

const refuseYaml = (line: number, why: string): never => {
  throw new Refused(yamlProblem(line, why));
};

const yamlProblem = (line: number, why: string): Diagnostic =>
  finding('front-matter-yaml', line, text('The front matter is not valid YAML: {0}', why));
