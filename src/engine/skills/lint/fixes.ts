import { entryEnd, insertEdit, valueEdit, type ReadableFrontMatter } from '../edit.js';
import type { Field } from '../fields.js';
import { readFrontMatter } from '../frontmatter.js';
import { isSameName, isSkillName, isUnicodeName, skillNameFrom } from '../name.js';
import { applyEdits, quote, sorted, type Edit } from '../quoting.js';
import type { Diagnostic } from '../skill.js';
import { text, type Text } from '../../text.js';
import type { Code } from './codes.js';
import { maxDescription } from './description.js';
import { hiddenOffsets } from './hidden.js';
import { present, statisticsIn } from './keys.js';
import { lintSkill } from './lintSkill.js';
import { maxCompatibility, toolsIn } from './optional.js';

/** A change that makes a diagnostic go away. Offsets count UTF-16 units; everything outside of the edits stays as it is. */
export type Fix =
  { readonly title: Text; readonly edits: readonly Edit[] } | { readonly title: Text; readonly renameFolder: string };

interface Case {
  readonly source: string;
  readonly folder: string;
  readonly front: ReadableFrontMatter;
  /** The field, or the item of the metadata, that the diagnostic is about. */
  readonly field: Field | undefined;
  readonly line: number;
}

/**
 * What can be done about a diagnostic, the best first; empty when only the person can mend it. Every fix was tried: with it the finding is
 * gone and the file is no worse to read.
 * @param source the text the diagnostic was found in
 */
export function fixesFor(source: string, folder: string, diagnostic: Diagnostic): Fix[] {
  const count = (text: string): number =>
    lintSkill({ source: text, folder }).diagnostics.filter(({ code }) => code === diagnostic.code).length;
  const before = count(source);
  const isReadable = readFrontMatter(source).ok;
  return candidates(source, folder, diagnostic).filter((fix) => {
    if ('renameFolder' in fix) return true;
    const after = applyEdits(source, fix.edits);
    return count(after) < before && (!isReadable || readFrontMatter(after).ok);
  });
}

function candidates(source: string, folder: string, { code, line, message }: Diagnostic): Fix[] {
  if (code === 'hidden-characters') return withoutHidden(source);
  if (code === 'folder-name') return renameTo(skillNameFrom(folder));
  const maker = makers[code as Code];
  if (!maker) return [];
  const front = readFrontMatter(source);
  if (!front.ok) return [];
  const key = keyOf[code as Code] ?? message.args[0];
  const fields = [...present(front.fields), ...(front.fields.metadata?.items ?? [])];
  const field = fields.find((one) => one.line === line && one.key === key);
  return maker({ source, folder, front, field, line });
}

/** The key a code is about; where there is none, the message's first word tells it. */
const keyOf: Readonly<Partial<Record<Code, string>>> = {
  'name-missing': 'name',
  'name-invalid': 'name',
  'name-folder': 'name',
  'description-too-long': 'description',
  'description-markup': 'description',
  'compatibility-too-long': 'compatibility',
  'allowed-tools-list': 'allowed-tools',
  'allowed-tools-all': 'allowed-tools',
};

const makers: Readonly<Partial<Record<Code, (found: Case) => Fix[]>>> = {
  'value-colon': repair,
  'value-reserved': repair,
  'value-unquoted': requote,
  'metadata-unquoted': requote,
  'name-missing': ({ source, folder, front, field }) => {
    if (!isFit(folder)) return [];
    const edit = field ? valueEdit(source, field, folder) : insertEdit(source, front, 'name', folder);
    return [{ title: text('Add the name “{0}”', folder), edits: [edit] }];
  },
  'name-invalid': (found) => [
    ...nameTo(found, isFit(found.folder) ? found.folder : undefined),
    ...nameTo(found, skillNameFrom(found.field?.value ?? '')),
  ],
  'name-folder': (found) => {
    const name = found.field?.value ?? '';
    return [
      ...renameTo(isSkillName(name) ? name : undefined),
      ...nameTo(found, isFit(found.folder) ? found.folder : undefined),
    ];
  },
  'description-too-long': (found) => shortened(found, maxDescription),
  'compatibility-too-long': (found) => shortened(found, maxCompatibility),
  'description-markup': ({ source, field }) => {
    const value = field?.value?.replace(/[<>]/g, '');
    return field && value?.trim()
      ? [{ title: text('Remove “<” and “>”'), edits: [valueEdit(source, field, value)] }]
      : [];
  },
  'allowed-tools-list': ({ source, field }) =>
    field ? [{ title: text('Write it as one text'), edits: [valueEdit(source, field, toolsIn(field).join(' '))] }] : [],
  'allowed-tools-all': without,
  'host-key': without,
  'unknown-key': (found) => [...intoMetadata(found), ...without(found)],
  statistics: ({ source, front }) => {
    const { metadata } = front.fields;
    const found = statisticsIn(front.fields);
    const all = metadata?.items.length && metadata.items.every((item) => found.includes(item));
    const fields = all ? [...found.filter((one) => !metadata.items.includes(one)), metadata] : found;
    const edits = sorted(fields.map((field) => removal(source, field)));
    return [{ title: text('Remove the statistics: Memento keeps its own'), edits }];
  },
};

/** Names to offer: right, or right but for its alphabet. */
const isFit = (name: string): boolean => isSkillName(name) || isUnicodeName(name);

const renameTo = (name: string | undefined): Fix[] =>
  name === undefined ? [] : [{ title: text('Rename the folder to “{0}”', name), renameFolder: name }];

const nameTo = ({ source, field }: Case, name: string | undefined): Fix[] =>
  !field || name === undefined || isSameName(name, field.value ?? '')
    ? []
    : [{ title: text('Change the name to “{0}”', name), edits: [valueEdit(source, field, name)] }];

function repair({ front, line }: Case): Fix[] {
  const edits = front.repairs.filter((one) => one.line === line);
  return edits.length ? [{ title: text('Put the value in quotes'), edits }] : [];
}

function requote({ source, field }: Case): Fix[] {
  if (field?.kind !== 'text' || field.value === null) return [];
  return [{ title: text('Put the value in quotes'), edits: [valueEdit(source, field, field.value)] }];
}

function shortened({ source, field }: Case, most: number): Fix[] {
  if (!field?.value) return [];
  const value = shorten(field.value, most);
  return [{ title: text('Shorten to {0} characters', most), edits: [valueEdit(source, field, value)] }];
}

/** Cuts at the end of a sentence, else of a word, where one ends in the second half of what is allowed. */
function shorten(value: string, most: number): string {
  const kept = Array.from(value).slice(0, most).join('');
  const ends = [/^[^]*[.!?](?=\s)|^[^]*[.!?。！？]/u, /^[^]*\S(?=\s)/u];
  for (const end of ends) {
    const found = end.exec(kept)?.[0];
    if (found && found.length > kept.length / 2) return found;
  }
  return kept.trim();
}

function without({ source, field }: Case): Fix[] {
  if (!field) return [];
  return [{ title: text('Remove “{0}”', field.key), edits: [removal(source, field)] }];
}

/** Whole lines; in a map in braces the entry with its comma. */
function removal(source: string, field: Field): Edit {
  const lineStart = source.lastIndexOf('\n', field.keyStart - 1) + 1;
  if (!source.slice(lineStart, field.keyStart).trim())
    return { start: lineStart, end: entryEnd(source, field), text: '' };
  const comma = /^\s*,\s*/.exec(source.slice(field.end))?.[0].length ?? 0;
  const before = comma ? 0 : (/,\s*$/.exec(source.slice(lineStart, field.keyStart))?.[0].length ?? 0);
  return { start: field.keyStart - before, end: field.end + comma, text: '' };
}

/** A text of an unknown key is as well kept among the metadata, which every reader takes. */
function intoMetadata({ source, front, field }: Case): Fix[] {
  const { metadata } = front.fields;
  if (!field?.value || front.flow) return [];
  const title = text('Move “{0}” into the metadata', field.key);
  const key = /^[A-Za-z_][\w.-]*$/.test(field.key) ? field.key : quote(field.key);
  const newline = /\r?\n/.exec(source)?.[0] ?? '\n';
  const out = removal(source, field);
  const indent = source.slice(out.start, field.keyStart);
  if (!metadata)
    return [
      {
        title,
        edits: [{ ...out, text: `${indent}metadata:${newline}${indent}  ${key}: ${quote(field.value)}${newline}` }],
      },
    ];
  const last = metadata.items.at(-1);
  const lineStart = last ? source.lastIndexOf('\n', last.keyStart - 1) + 1 : 0;
  const inner = last ? source.slice(lineStart, last.keyStart) : '';
  const fits =
    last && metadata.kind === 'map' && !inner.trim() && metadata.items.every((item) => item.key !== field.key);
  if (!fits) return [];
  const at = entryEnd(source, last);
  const into = { start: at, end: at, text: `${inner}${key}: ${quote(field.value)}${newline}` };
  return [{ title, edits: sorted([out, into]) }];
}

function withoutHidden(source: string): Fix[] {
  const edits: { start: number; end: number; text: string }[] = [];
  for (const offset of hiddenOffsets(source, source.startsWith('\uFEFF') ? 1 : 0)) {
    const last = edits.at(-1);
    if (last?.end === offset) last.end++;
    else edits.push({ start: offset, end: offset + 1, text: '' });
  }
  return edits.length ? [{ title: text('Remove the invisible characters'), edits }] : [];
}
