import { summaryOf, type ContentSummary, type Sample } from '../../../engine/exchange/summary.js';
import { t } from '../../l10n.js';
import { folded } from '../../output.js';
import { filesLine } from './lines.js';
import type { Waiting } from './waiting.js';

export const summaryFor = async ({ files, diagnostics, content }: Waiting): Promise<ContentSummary> =>
  summaryOf({ files, diagnostics, content: await content() });

/** What a person should know of a skill before using it. */
export function describe(one: Waiting, summary: ContentSummary): readonly string[] {
  const { name, id, kind, description, from, replaces, skipped } = one;
  return [
    kind === 'import' ? `${name}  ${id}` : name,
    ...(description ? [`  ${folded(description)}`] : []),
    `  ${t('from {0}', from)}`,
    ...(replaces ? [`  ${t('It replaces the skill of this name in the library; “history” keeps that one.')}`] : []),
    ...contents(summary).map((line) => `  ${line}`),
    ...(skipped.length ? [`  ${t('left out: {0}', skipped.join(', '))}`] : []),
    '',
  ];
}

function contents({ files, bytes, scripts, errors, warnings, inside }: ContentSummary): readonly string[] {
  const lines = [filesLine(files, bytes)];
  if (scripts.count) lines.push(t('scripts: {0}', some(scripts)));
  if (inside?.hosts.count) lines.push(t('web addresses: {0}', some(inside.hosts)));
  if (inside?.allowedTools.length) lines.push(t('asks for these tools: {0}', inside.allowedTools.join(', ')));
  if (inside?.hiddenCharacters) lines.push(t('hidden characters: {0}', inside.hiddenCharacters));
  if (inside?.unread.count) lines.push(t('no text, not looked into: {0}', some(inside.unread)));
  for (const { code, count } of errors) lines.push(`${t('error')} ${code}${times(count)}`);
  for (const { code, count } of warnings) lines.push(`${t('warning')} ${code}${times(count)}`);
  return lines;
}

const some = ({ count, first }: Sample): string =>
  count > first.length ? t('{0} and {1} more', first.join(', '), count - first.length) : first.join(', ');

const times = (count: number): string => (count > 1 ? ` ×${count}` : '');
