import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** The value of a key, and where it stands. Offsets count UTF-16 units of the whole file. */
export interface Field {
  /** Empty for an item of a list. */
  readonly key: string;
  readonly kind: 'text' | 'none' | 'map' | 'list';
  /** A scalar as the text that stands in the file; `null` for nothing and for maps and lists. */
  readonly value: string | null;
  /** What a map or list holds; one level only, deeper ones are empty here. */
  readonly items: readonly Field[];
  /** Line in the file, from 1. */
  readonly line: number;
  /** The text has no quotes and other YAML readers take it for a number, a truth value or the like. */
  readonly retyped: boolean;
  readonly keyStart: number;
  /** From the first character of the value (quote, `|`, `[`, `-`) to behind its last; empty, behind the colon, where there is none. */
  readonly start: number;
  readonly end: number;
}

export type Fields = Readonly<Record<string, Field | undefined>>;

export interface FieldList {
  readonly ok: true;
  readonly fields: Fields;
  /** Written as `{name: x, description: y}`. */
  readonly flow: boolean;
}

/** Why the text gave no fields; `offset` is where it says so. */
export interface FieldProblem {
  readonly ok: false;
  readonly why: 'yaml' | 'shape';
  /** What is wrong, in the words of the YAML reader; empty for `shape`. */
  readonly detail: string;
  readonly line: number;
}

/** Without a prototype: a key such as `constructor` is a key like any other. */
export const noFields = (): Record<string, Field | undefined> =>
  Object.create(null) as Record<string, Field | undefined>;

/**
 * The top-level keys of a YAML text. Aliases are refused, of which a few lines make a billion values.
 * @param base offset of the text in its file; the line on which it begins is line 1
 */
export function readFields(yaml: string, base: number): FieldList | FieldProblem {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const problem = (detail: string, offset: number): FieldProblem => ({
    ok: false,
    why: 'yaml',
    detail,
    line: lineOf(offset),
  });
  const [error] = document.errors;
  if (error) return problem(sentenceFor(error.code, error.message), error.pos[0]);
  if (yaml.includes('*')) {
    const alias = firstAlias(document);
    if (alias !== undefined) return problem('aliases (*name) are not supported', alias);
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null))
    return { ok: true, fields: noFields(), flow: false };
  if (!isMap(contents)) return { ok: false, why: 'shape', detail: '', line: 2 };
  const fields = noFields();
  for (const pair of contents.items) {
    const field = fieldOf(pair, base, lineOf);
    if (!field) return problem('a key must be plain text', rangeStart(pair.key));
    fields[field.key] = field;
  }
  return { ok: true, fields, flow: (contents as YAMLMap).flow === true };
}

function firstAlias(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Alias: (_key, node) => {
      found = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

const rangeStart = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

function fieldOf({ key, value }: Pair, base: number, lineOf: (offset: number) => number): Field | undefined {
  if (!isScalar(key) || key.source === undefined) return undefined;
  const keyStart = rangeStart(key);
  return {
    ...valueOf(value, base, lineOf, true, key.range?.[1] ?? keyStart),
    key: key.source,
    line: lineOf(keyStart),
    keyStart: base + keyStart,
  };
}

function valueOf(
  node: unknown,
  base: number,
  lineOf: (offset: number) => number,
  open: boolean,
  /** Where the value would be if there is none. */
  place: number,
): Omit<Field, 'key' | 'keyStart' | 'line'> {
  const [start = place, end = start] = isNode(node) ? (node.range ?? []) : [];
  const at = { start: base + start, end: base + end };
  const nothing = { kind: 'none', value: null, items: [], retyped: false, ...at } as const;
  if (isScalar(node)) {
    if (node.value === null) return nothing;
    const isText = typeof node.value === 'string';
    const value = isText ? (node.value as string) : (node.source ?? '');
    return { kind: 'text', value, items: [], retyped: !isText, ...at };
  }
  if (!isCollection(node)) return nothing;
  const items = open
    ? node.items.flatMap((item): Field[] => {
        if (isPair(item)) return [fieldOf(item, base, lineOf) ?? unnamed(item.value, base, lineOf)];
        return [unnamed(item, base, lineOf)];
      })
    : [];
  return { kind: isMap(node) ? 'map' : 'list', value: null, items, retyped: false, ...at };
}

/** An item of a list, or of a map whose key is not plain text. */
function unnamed(node: unknown, base: number, lineOf: (offset: number) => number): Field {
  const start = rangeStart(node);
  return { ...valueOf(node, base, lineOf, false, start), key: '', line: lineOf(start), keyStart: base + start };
}

/** By far the most common mistake: `description: Use when: ...` */
const sentenceFor = (code: string, message: string): string =>
  code === 'BLOCK_AS_IMPLICIT_KEY' ? 'a value that contains “: ” must stand in quotes' : message;
