import matter from 'gray-matter';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type Pair } from 'yaml';
import { text } from '../text.js';
import type { Diagnostic } from './skill.js';

/** The value of a top-level key. */
export interface Field {
  /** A scalar as the text that stands in the file, a collection as YAML reads it (maps as `Map`), `null` for nothing. */
  readonly value: unknown;
  /** Line in the file, from 1. */
  readonly line: number;
  /** The text has no quotes and other YAML readers take it for a number, a truth value or the like. */
  readonly retyped: boolean;
}

export type FrontMatter =
  | { readonly ok: true; readonly fields: Readonly<Record<string, Field | undefined>>; readonly body: string }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** A whole SKILL.md in bytes, its front matter in characters (reference/reliability.md 2b). */
export const maxFileBytes = 1024 * 1024;
const maxFrontMatter = 64 * 1024;
/** Marks that begin another entry, level, line or property: YAML's check for equal keys is quadratic in them, and nesting goes deep. */
const maxMarks = 1000;
/** gray-matter looks for comments with a pattern that is quadratic in a run of white space: 64 KB of newlines take six seconds. */
const maxBlankRun = 200;

class Refused extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.code);
  }
}

function refuse(code: string, line: number, message: Diagnostic['message']): never {
  throw new Refused({ code, severity: 'error', line, message });
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
  if (Buffer.byteLength(source) > maxFileBytes)
    refuse('file-too-large', 1, text('The file is larger than {0} KB.', maxFileBytes / 1024));
  const file = source.startsWith('\uFEFF') ? source.slice(1) : source;
  checkFences(file);
  let fields: Readonly<Record<string, Field | undefined>> = record();
  const deny = (): never => refuse('front-matter-language', 1, text('Only YAML front matter is read.'));
  // An options object also keeps gray-matter from its cache, which returns an empty result for broken YAML the second time.
  const { content } = matter(file, {
    language: 'yaml',
    engines: {
      yaml: (yaml: string) => (fields = parseYaml(yaml)),
      js: deny,
      javascript: deny,
      json: deny,
      coffee: deny,
      cson: deny,
      toml: deny,
    },
  });
  return { ok: true, fields, body: content };
}

/** Line 1 is `---` alone, and the first line that begins with `---` after it is `---` alone too: gray-matter takes it for the end. */
function checkFences(file: string): void {
  const first = /^---([^\r\n]*)(\r?\n)/.exec(file);
  if (!first)
    refuse('front-matter-missing', 1, text('The file does not begin with a line “---” and its front matter.'));
  if (first[1]?.trim()) refuse('front-matter-language', 1, text('The first line must be “---” and nothing else.'));
  const start = file.indexOf('\n') + 1;
  const end = file.indexOf('\n---', start - 1);
  if (end < 0) refuse('front-matter-open', 1, text('The front matter has no end: a line “---” is missing.'));
  const yaml = file.slice(start, end + 1);
  if (yaml.length > maxFrontMatter || countMarks(yaml) > maxMarks || longestBlankRun(yaml) > maxBlankRun) tooLarge();
  const closing = /^---[ \t]*\r?(?:\n|$)/.test(file.slice(end + 1, end + 200));
  if (!closing)
    refuse(
      'front-matter-open',
      lineAt(file, end + 1),
      text('The line that ends the front matter must be “---” and nothing else.'),
    );
}

const countMarks = (yaml: string): number => yaml.match(/[\n,&!%[{]|[-?] /g)?.length ?? 0;

function longestBlankRun(yaml: string): number {
  let longest = 0;
  for (const [run] of yaml.matchAll(/\s+/g)) longest = Math.max(longest, run.length);
  return longest;
}

const lineAt = (file: string, offset: number): number => file.slice(0, offset).split('\n').length;

function parseYaml(yaml: string): Readonly<Record<string, Field | undefined>> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  // gray-matter hands over what follows `---`, the rest of the first line included: lines count as in the file.
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const [error] = document.errors;
  if (error) throw new Refused(yamlProblem(lineOf(error.pos[0]), sentenceFor(error.code, error.message)));
  visit(document, {
    Alias: (_key, node) => {
      throw new Refused(yamlProblem(lineOf(node.range?.[0] ?? 0), 'aliases (*name) are not supported'));
    },
  });
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return record();
  if (!isMap(contents))
    return refuse('front-matter-shape', 2, text('The front matter must be a list of keys with values.'));
  const fields = record();
  for (const pair of contents.items) {
    const key = keyOf(pair);
    const line = lineOf(rangeStart(pair.key));
    if (key === undefined) throw new Refused(yamlProblem(line, 'a key must be plain text'));
    fields[key] = { ...valueOf(document, pair.value), line };
  }
  return fields;
}

/** Without a prototype: a key such as `constructor` is a key like any other. */
const record = (): Record<string, Field | undefined> => Object.create(null) as Record<string, Field | undefined>;

const keyOf = ({ key }: Pair): string | undefined => (isScalar(key) ? key.source : undefined);

const rangeStart = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

function valueOf(document: Document, node: unknown): Omit<Field, 'line'> {
  if (isScalar(node)) {
    if (typeof node.value === 'string' || node.value === null) return { value: node.value, retyped: false };
    return { value: node.source ?? null, retyped: true };
  }
  if (!isNode(node)) return { value: null, retyped: false };
  return { value: node.toJS(document, { mapAsMap: true, maxAliasCount: 0 }) as unknown, retyped: false };
}

const yamlProblem = (line: number, why: string): Diagnostic => ({
  code: 'front-matter-yaml',
  severity: 'error',
  line,
  message: text('The front matter is not valid YAML: {0}', why),
});

/** By far the most common mistake: `description: Use when: ...` */
const sentenceFor = (code: string, message: string): string =>
  code === 'BLOCK_AS_IMPLICIT_KEY' ? 'a value that contains “: ” must stand in quotes' : message;
