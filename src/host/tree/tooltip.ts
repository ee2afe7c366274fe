import * as vscode from 'vscode';
import type { SkillView } from '../library/folderView.js';
import { percent } from './figures.js';

/** Outcomes shown in a row, newest first. */
const lastOutcomes = 10;

/**
 * Hover of a skill. Name, description and summaries are other people's text: appended as text, so that they cannot become links, images
 * or commands; `isTrusted` stays off.
 */
export function skillTooltip({ skill, facts, proposals, runs }: SkillView): vscode.MarkdownString {
  const tip = new vscode.MarkdownString();
  tip.appendMarkdown('**').appendText(skill.name).appendMarkdown('**');
  if (facts) tip.appendText(` v${facts.version}`);
  if (skill.source === 'elementary') tip.appendText(`, ${vscode.l10n.t('elementary, never rewritten')}`);
  tip.appendMarkdown('\n\n').appendText(skill.description);
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
  if (rows.length > 0) tip.appendMarkdown('\n\n---\n\n');
  rows.forEach((row, index) => {
    if (index > 0) tip.appendMarkdown('\n\n');
    tip.appendText(row);
  });
  return tip;
}

/** Text of others as a hover, shown as it is. */
export const plainTooltip = (...paragraphs: readonly string[]): vscode.MarkdownString => {
  const tip = new vscode.MarkdownString();
  paragraphs.forEach((paragraph, index) => {
    if (index > 0) tip.appendMarkdown('\n\n');
    tip.appendText(paragraph);
  });
  return tip;
};
