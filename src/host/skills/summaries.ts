import * as vscode from 'vscode';
import type { ContentSummary, Sample } from '../../engine/exchange/summary.js';
import type { Content } from '../../engine/skills/tree.js';
import { localize } from '../common/text.js';
import type { ReviewItem } from './reviewItem.js';

/** What something to review contains, in short. */
export interface Brief {
  readonly summary: ContentSummary;
  /** One line for a list. */
  readonly line: string;
  /** Text that was read whole, with nothing in it that should be looked at: no script, no command, nothing hidden. */
  readonly harmless: boolean;
}

/** Findings that a person should see before they trust a skill; the others are about form (codes: skills/lint/codes.ts). */
const grave = /^(?:command-|secret$|injection$|hidden-characters$|base64-blob$|reference-outside$|allowed-tools-all$)/;

/** Skills whose files are read for a summary; of more, the list of files and what the linter found have to do. */
const readWhole = 300;

/** What each contains, in the same order. One after the other: there may be thousands. */
export async function briefsOf(items: readonly ReviewItem[]): Promise<ReadonlyMap<ReviewItem, Brief>> {
  const { summaryOf } = await import('../../engine/exchange/summary.js');
  const briefs = new Map<ReviewItem, Brief>();
  for (const [index, item] of items.entries()) {
    // What cannot be read is not called harmless.
    const content = index < readWhole ? await contentOf(item).catch(() => undefined) : undefined;
    const { files, diagnostics } = item;
    const summary = summaryOf({ files, diagnostics, ...(content ? { content } : {}) });
    briefs.set(item, { summary, line: lineOf(item, summary), harmless: isHarmless(item, summary) });
  }
  return briefs;
}

function isHarmless({ diagnostics }: ReviewItem, { scripts, inside }: ContentSummary): boolean {
  if (!inside || scripts.count > 0 || diagnostics.some(({ code }) => grave.test(code))) return false;
  return inside.hiddenCharacters === 0 && inside.unread.count === 0 && inside.allowedTools.length === 0;
}

function lineOf({ diagnostics }: ReviewItem, { files, scripts, inside }: ContentSummary): string {
  const worst = diagnostics.find(({ code }) => grave.test(code)) ?? diagnostics[0];
  const problems = diagnostics.length;
  return [
    files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files),
    ...(scripts.count === 0 ? [] : [scriptsOf(scripts)]),
    ...(inside && inside.hosts.count > 0 ? [vscode.l10n.t('web addresses: {0}', listOf(inside.hosts))] : []),
    ...(worst === undefined
      ? []
      : [
          problems === 1
            ? vscode.l10n.t('1 problem: {0}', localize(worst.message))
            : vscode.l10n.t('{0} problems, such as: {1}', problems, localize(worst.message)),
        ]),
  ].join(', ');
}

export const scriptsOf = ({ count }: Sample): string =>
  count === 1 ? vscode.l10n.t('1 script') : vscode.l10n.t('{0} scripts', count);

/** The first of a list, and that there are more. */
export const listOf = ({ count, first }: Sample): string =>
  [...first, ...(count > first.length ? [vscode.l10n.t('{0} more', count - first.length)] : [])].join(', ');

async function contentOf({ folder, origin }: ReviewItem): Promise<Content> {
  if ('skill' in origin) return (await import('../../engine/exchange/adopt.js')).contentOf(origin.skill);
  return await folder.engine.quarantinedFiles(origin.quarantined.id);
}
