import * as vscode from 'vscode';
import type { SkillView } from '../library/folderView.js';
import { percent } from './figures.js';

/** Outcomes shown in a row, newest first. */
const lastOutcomes = 10;

/**
 * Hover of a skill. Name, description and summaries are other people's text: every sign that could make them a link, an image or a command
 * is escaped, and `isTrusted` stays off.
 */
export function skillTooltip({ skill, facts, proposals, runs }: SkillView): vscode.MarkdownString {
  const title = [
    `**${escaped(skill.name)}**`,
    ...(facts ? [`v${facts.version}`] : []),
    ...(skill.source === 'elementary' ? [escaped(vscode.l10n.t('elementary, never rewritten'))] : []),
  ];
  const rows: string[] = [];
  if (facts && facts.utility.uses > 0) {
    const { mean, low, high, uses } = facts.utility;
    rows.push(vscode.l10n.t('Utility: {0} %, likely {1} to {2}', percent(mean), percent(low), percent(high)));
    rows.push(vscode.l10n.t('Judged runs of this version: {0}', uses));
  }
  const outcomes = runs.filter(({ outcome }) => outcome !== 'unknown').slice(0, lastOutcomes);
  if (outcomes.length > 0)
    rows.push(
      vscode.l10n.t('Last runs: {0}', outcomes.map(({ outcome }) => (outcome === 'success' ? '✓' : '✗')).join(' ')),
    );
  for (const proposal of proposals) rows.push(vscode.l10n.t('Proposal waiting: {0}', proposal.summary));
  const facing = rows.length > 0 ? ['---', rows.map(escaped).join('  \n')] : [];
  return new vscode.MarkdownString([title.join(' '), escaped(skill.description), ...facing].join('\n\n'));
}

/** Text of others as a hover, shown as it is. */
export const plainTooltip = (...paragraphs: readonly string[]): vscode.MarkdownString =>
  new vscode.MarkdownString(paragraphs.map(escaped).join('\n\n'));

/** Markdown that shows the text as it is. `appendText` of VS Code would glue the words together, so that lines break within them. */
const escaped = (value: string): string => value.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
