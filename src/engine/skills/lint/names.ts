import { text } from '../../text.js';
import type { Field } from '../fields.js';
import { isReservedName, isSameName, isSkillName, isUnicodeName, isUsableName } from '../name.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';

/** Rules for the name, and for the folder's name, which is the skill's identity. */
export function nameFindings(field: Field | undefined, folder: string): Diagnostic[] {
  const line = field?.line ?? 1;
  const found: Diagnostic[] = [];
  if (!isUsableName(folder))
    found.push(finding('folder-name', 1, text('A skill’s folder cannot be called “{0}”.', folder)));
  if (!field || field.kind === 'none')
    return [...found, finding('name-missing', line, text('The key “name” is missing.'))];
  const name = field.value;
  if (name === null || !isSkillName(name)) found.push(formFinding(name ?? '', line));
  if (name !== null && !isSameName(name, folder))
    found.push(
      finding('name-folder', line, text('The name “{0}” is not the name of the folder, “{1}”.', name, folder)),
    );
  return found;
}

function formFinding(name: string, line: number): Diagnostic {
  if (isReservedName(name) && isUnicodeName(name))
    return finding('name-reserved', line, text('Windows can make no folder of the name “{0}”.', name));
  if (isUnicodeName(name))
    return finding('name-ascii', line, text('Not every agent takes a name with letters other than a to z.'));
  return finding(
    'name-invalid',
    line,
    text('The name must be 1 to 64 of the characters a-z, 0-9 and single hyphens inside.'),
  );
}
