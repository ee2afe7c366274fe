import { stripHidden } from '../safety/hidden.js';
import { text } from '../text.js';
import { readFrontMatter, type Field } from './frontmatter.js';
import { isSkillName } from './name.js';
import type { Diagnostic } from './skill.js';

/** What {@link parseSkill} found in a SKILL.md. With `ok: false` at least one diagnostic is an error. */
export type ParsedSkill =
  | {
      readonly ok: true;
      readonly name: string;
      readonly description: string;
      readonly body: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Keys of the Agent Skills specification; its own validator refuses all others, VS Code and we do not. */
const knownKeys = new Set(['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools']);
const maxDescription = 1024;
const maxCompatibility = 500;
/** The specification's advice for the length of a body. */
const maxBodyLines = 500;

/**
 * Reads a SKILL.md by the rules of the Agent Skills format (agentskills.io). What makes a skill unusable is an error (front matter, name,
 * description); what only other tools would mind is a warning. Never throws, whatever the text is.
 * @param folder name of the folder the file lies in; the skill's name must be the same.
 */
export function parseSkill(source: string, folder: string): ParsedSkill {
  const front = readFrontMatter(source);
  if (!front.ok) return { ok: false, diagnostics: [front.diagnostic] };
  const { fields, body } = front;
  const name = readName(fields.name, folder);
  const description = readDescription(fields.description);
  const diagnostics = [
    ...name.diagnostics,
    ...description.diagnostics,
    ...optionalFields(fields),
    ...bodyDiagnostics(source, body),
  ].sort((a, b) => a.line - b.line);
  if (name.value === undefined || description.value === undefined) return { ok: false, diagnostics };
  return { ok: true, name: name.value, description: description.value, body, diagnostics };
}

interface Read {
  /** Undefined when the skill cannot be used. */
  readonly value: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const error = (code: string, line: number, message: Diagnostic['message']): Diagnostic => ({
  code,
  severity: 'error',
  line,
  message,
});
const warning = (code: string, line: number, message: Diagnostic['message']): Diagnostic => ({
  code,
  severity: 'warning',
  line,
  message,
});
const refused = (code: string, line: number, message: Diagnostic['message']): Read => ({
  value: undefined,
  diagnostics: [error(code, line, message)],
});

function readName(field: Field | undefined, folder: string): Read {
  const line = field?.line ?? 1;
  if (field === undefined || field.value === null)
    return refused('name-missing', line, text('The key “name” is missing.'));
  const name = field.value;
  if (typeof name !== 'string' || !isSkillName(name))
    return refused(
      'name-invalid',
      line,
      text('The name must be 1 to 64 of the characters a-z, 0-9 and single hyphens inside.'),
    );
  if (name !== folder)
    return refused('name-folder', line, text('The name “{0}” is not the name of the folder, “{1}”.', name, folder));
  return { value: name, diagnostics: unquoted('name', field) };
}

function readDescription(field: Field | undefined): Read {
  const line = field?.line ?? 1;
  const value = field?.value ?? '';
  if (typeof value !== 'string') return refused('description-invalid', line, text('The description must be text.'));
  if (!field || !value.trim())
    return refused(
      'description-missing',
      line,
      text('The description is missing: say what the skill does and when to use it.'),
    );
  const length = characters(value);
  if (length > maxDescription)
    return refused(
      'description-too-long',
      line,
      text('The description has {0} characters; {1} are allowed.', length, maxDescription),
    );
  const markup = /[<>]/.test(value)
    ? [warning('description-markup', line, text('Other tools refuse a description with “<” or “>”.'))]
    : [];
  return { value, diagnostics: [...unquoted('description', field), ...markup] };
}

function optionalFields(fields: Readonly<Record<string, Field | undefined>>): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [key, field] of Object.entries(fields)) {
    if (!field || key === 'name' || key === 'description') continue;
    const { value, line } = field;
    if (!knownKeys.has(key))
      found.push(
        warning(
          'unknown-key',
          line,
          text('The key “{0}” is not part of the Agent Skills format; other tools may refuse it.', key),
        ),
      );
    else if (key === 'metadata') {
      const valid = value instanceof Map && [...value].every((pair) => pair.every((part) => typeof part === 'string'));
      if (!valid)
        found.push(
          warning('metadata-invalid', line, text('The metadata must be keys with text values; put numbers in quotes.')),
        );
    } else if (typeof value !== 'string')
      found.push(warning('value-not-text', line, text('The value of “{0}” must be text.', key)));
    else if (key === 'compatibility' && characters(value) > maxCompatibility)
      found.push(
        warning(
          'compatibility-too-long',
          line,
          text('“compatibility” has more than {0} characters.', maxCompatibility),
        ),
      );
    else found.push(...unquoted(key, field));
  }
  return found;
}

function bodyDiagnostics(source: string, body: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const bodyLines = body.split('\n');
  const first = Math.max(1, source.split('\n').length - bodyLines.length + 1);
  if (!body.trim()) found.push(warning('body-empty', first, text('The skill has no instructions.')));
  if (bodyLines.length > maxBodyLines)
    found.push(
      warning(
        'body-long',
        first,
        text('The instructions have {0} lines; keep them below {1}.', bodyLines.length, maxBodyLines),
      ),
    );
  const hidden = stripHidden(source.replace(/^\uFEFF/, ''));
  if (hidden.count)
    found.push(
      warning(
        'hidden-characters',
        hiddenLine(source),
        text('{0} invisible characters; they are left out of prompts.', hidden.count),
      ),
    );
  return found;
}

const hiddenLine = (source: string): number =>
  source
    .replace(/^\uFEFF/, '')
    .split('\n')
    .findIndex((line) => stripHidden(line).count > 0) + 1;

const unquoted = (key: string, field: Field): Diagnostic[] =>
  field.retyped
    ? [
        warning(
          'value-unquoted',
          field.line,
          text('Put the value of “{0}” in quotes: other tools do not read it as text.', key),
        ),
      ]
    : [];

/** Unicode code points, as the specification's validator counts. */
const characters = (value: string): number => Array.from(value).length;
