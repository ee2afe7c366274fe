import { noFields, type Field, type FieldList } from './fields.js';

/** `key:` and its value, without comments, tabs, line breaks and what a person cannot see. */
const entry = /^( *)([A-Za-z][A-Za-z0-9_-]{0,63}):(?: ([^ \t].*))?$/;
const unusual = /[\0-\x09\x0B-\x1F\x7F-\x9F\u2028\u2029\uFEFF]/;
const doubleQuoted = /^"[^"\\]*"$/;
const singleQuoted = /^'(?:[^']|'')*'$/;
/** Begins with a letter, so that it is neither a number nor begins with a sign of YAML's, and has nothing that ends it. */
const plain = /^\p{L}(?:[^:# ]|:(?=[^ ])|#| (?=[^ #]))*$/u;
/** Words that are no text to YAML. */
const retyped = /^(?:true|false|null)$/i;

/**
 * The fields of front matter that is written in the plainest way, as most is: `key: value` in lines, values without or with simple quotes, at
 * most one level of keys below a key. Exactly what `readFields` gives, in a tenth of the time; undefined for everything else, mistakes included.
 * @param yaml from behind the first `---` on, beginning with its line end; the last line has none
 * @param base offset of `yaml` in the file
 */
export function plainFields(yaml: string, base: number): FieldList | undefined {
  if (!yaml.startsWith('\n') || unusual.test(yaml)) return undefined;
  const fields = noFields();
  const lines = yaml.split('\n');
  let offset = 1;
  for (let index = 1; index < lines.length;) {
    const top = fieldAt(lines[index] ?? '', 0, index + 1, base + offset);
    if (!top || fields[top.key]) return undefined;
    offset += (lines[index] ?? '').length + 1;
    index++;
    const indent = /^ */.exec(lines[index] ?? '')?.[0].length ?? 0;
    if (indent === 0) {
      fields[top.key] = top;
      continue;
    }
    if (top.kind !== 'none') return undefined;
    const items: Field[] = [];
    for (; index < lines.length && lines[index]?.startsWith(' '); index++) {
      const item = fieldAt(lines[index] ?? '', indent, index + 1, base + offset);
      if (!item || item.kind === 'none' || items.some(({ key }) => key === item.key)) return undefined;
      items.push(item);
      offset += (lines[index] ?? '').length + 1;
    }
    // A map ends where the line does that ends it.
    const end = base + Math.min(offset, yaml.length);
    fields[top.key] = { ...top, kind: 'map', items, start: items[0]?.keyStart ?? end, end };
  }
  return { ok: true, fields, flow: false };
}

/** @param start offset of the line in the file */
function fieldAt(text: string, indent: number, line: number, start: number): Field | undefined {
  const [, blanks = '', key = '', written] = entry.exec(text) ?? [];
  if (key === '' || blanks.length !== indent || retyped.test(key)) return undefined;
  const value = written === undefined ? null : valueOf(written);
  if (value === undefined) return undefined;
  const end = start + text.length;
  return {
    ...{ key, kind: value === null ? 'none' : 'text', value, items: [], retyped: false, line },
    ...{ keyStart: start + indent, start: end - (written?.length ?? 0), end },
  };
}

/** Undefined for what has to be read with care. */
function valueOf(written: string): string | undefined {
  if (doubleQuoted.test(written)) return written.slice(1, -1);
  if (singleQuoted.test(written)) return written.slice(1, -1).replaceAll("''", "'");
  return plain.test(written) && !retyped.test(written) ? written : undefined;
}
