import { text } from '../../text.js';
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
    if (fields[key]?.retyped)
      found.push(
        finding(
          'value-unquoted',
          fields[key].line,
          text('Put the value of “{0}” in quotes: other tools do not read it as text.', key),
        ),
      );
  return [...found, ...toolFindings(fields['allowed-tools']), ...metadataFindings(metadata)];
}

function metadataFindings(metadata: Field | undefined): Diagnostic[] {
  if (!metadata) return [];
  const invalid = metadata.kind !== 'map' || metadata.items.some(({ key, kind }) => !key || kind !== 'text');
  if (invalid) return [finding('metadata-invalid', metadata.line, text('The metadata must be keys with text values.'))];
  return metadata.items
    .filter(({ retyped }) => retyped)
    .map(({ key, line }) =>
      finding(
        'metadata-unquoted',
        line,
        text('Put the value of “{0}” in quotes: other tools do not read it as text.', key),
      ),
    );
}

/** Tools that stand for all of them. */
const everything = new Set(['*', 'all', 'any', 'bash', 'bash(*)', 'bash(*:*)', 'shell', 'shell(*)']);

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
  const parts: string[] = [''];
  let depth = 0;
  for (const one of value) {
    if (one === '(') depth++;
    if (one === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && at.test(one)) parts.push('');
    else parts[parts.length - 1] += one;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}
