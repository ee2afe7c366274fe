import { text } from '../../text.js';
import type { Field } from '../fields.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';

/** Agent Skills: characters of a description. */
export const maxDescription = 1024;

/** Unicode code points, as the specification's validator counts. */
export const characters = (value: string): number => Array.from(value).length;

export function descriptionFindings(field: Field | undefined): Diagnostic[] {
  const line = field?.line ?? 1;
  if (field && field.kind !== 'text' && field.kind !== 'none')
    return [finding('description-invalid', line, text('The description must be text.'))];
  const value = field?.value ?? '';
  if (!value.trim())
    return [
      finding(
        'description-missing',
        line,
        text('The description is missing: say what the skill does and when to use it.'),
      ),
    ];
  const found: Diagnostic[] = [];
  const length = value.length > maxDescription ? characters(value) : 0;
  if (length > maxDescription)
    found.push(
      finding(
        'description-too-long',
        line,
        text('The description has {0} characters; {1} are allowed.', length, maxDescription),
      ),
    );
  if (/[<>]/.test(value))
    found.push(finding('description-markup', line, text('Other tools refuse a description with “<” or “>”.')));
  return found;
}
