import type { Diagnostic } from '../../../engine/skills/skill.js';
import { say, t } from '../../l10n.js';

export const diagnosticLine = ({ severity, code, line, message }: Diagnostic): string =>
  `${severity === 'error' ? t('error') : t('warning')} ${code} ${t('line {0}', line)}: ${say(message)}`;

/** Date and minute where the person is, sortable: `2026-03-01 09:30`. */
export function moment(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function filesLine(files: number, bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return files === 1 ? t('1 file, {0} KB', kilobytes) : t('{0} files, {1} KB', files, kilobytes);
}
