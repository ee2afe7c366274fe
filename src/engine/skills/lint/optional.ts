import { text, type Text } from '../../text.js';
import type { Field, Fields } from '../fields.js';
import type { Diagnostic } from '../skill.js';
import { characters } from './description.js';
import { finding } from './finding.js';

/** Agent Skills: characters of a compatibility note. */
export const maxCompatibility = 500;

/** Rules for the values of the keys a skill may have, but need not. */
export function optionalFindings(fields: Fields): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const key of ['license', 'compatibility'] as const) {
    const field = fields[key];
    if (field && field.kind !== 'text')
      found.push(finding('value-not-text', field.line, text('The value of “{0}” must be text.', key)));
  }
  const { compatibility, metadata } = fields;
  if (compatibility?.value && characters(compatibility.value) > maxCompatibility)
    found.push(
      finding(
        'compatibility-too-long',
        compatibility.line,
        text('“compatibility” has more than {0} characters.', maxCompatibility),
      ),
    );
  for (const key of ['name', 'description', 'license', 'compatibility'] as const)
    if (fields[key]?.retyped) found.push(finding('value-unquoted', fields[key].line, unquoted(key)));
  return [...found, ...toolFindings(fields['allowed-tools']), ...metadataFindings(metadata)];
}

function metadataFindings(metadata: Field | undefined): Diagnostic[] {
  if (!metadata) return [];
  if (metadata.kind !== 'map')
    return [finding('metadata-invalid', metadata.line, text('The metadata must be keys with text values.'))];
  return metadata.items.flatMap(({ key, kind, retyped, line }) => {
    if (kind !== 'text')
      return [finding('metadata-nested', line, text('The value of “{0}” in the metadata must be text.', key))];
    return retyped ? [finding('metadata-unquoted', line, unquoted(key))] : [];
  });
}

const unquoted = (key: string): Text =>
  text('Put the value of “{0}” in quotes: other tools do not read it as text.', key);

/** Tools that stand for all of them. */
const everything = new Set(['*', 'all', 'any', 'bash(*)', 'bash(*:*)', 'shell(*)']);

function toolFindings(field: Field | undefined): Diagnostic[] {
  if (!field) return [];
  if (field.kind === 'map' || field.items.some(({ kind }) => kind !== 'text'))
    return [finding('value-not-text', field.line, text('The value of “{0}” must be text.', 'allowed-tools'))];
  const found: Diagnostic[] = [];
  if (field.kind === 'list' || split(field.value ?? '', /,/).length > 1)
    found.push(
      finding(
        'allowed-tools-list',
        field.line,
        text('“allowed-tools” must be one text with blanks between the tools.'),
      ),
    );
  if (toolsIn(field).some((tool) => everything.has(tool.toLowerCase())))
    found.push(finding('allowed-tools-all', field.line, text('“allowed-tools” asks for every tool or every command.')));
  return found;
}

/** The tools of the key `allowed-tools`, also where they are a list or separated by commas, as some agents write them. */
export function toolsIn(field: Field | undefined): readonly string[] {
  if (field?.kind === 'list') return field.items.flatMap(({ value }) => (value?.trim() ? [value.trim()] : []));
  return split(field?.value ?? '', /[\s,]/);
}

/** Splits where `at` matches outside of parentheses. */
function split(value: string, at: RegExp): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const one of value) {
    if (one === '(') depth++;
    if (one === ')') depth = Math.max(0, depth - 1);
    if (depth > 0 || !at.test(one)) part += one;
    else {
      parts.push(part);
      part = '';
    }
  }
  return [...parts, part].map((each) => each.trim()).filter(Boolean);
}
