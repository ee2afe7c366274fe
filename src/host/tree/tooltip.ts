import * as vscode from 'vscode';
import type { Publication } from '../../engine/exchange/publications.js';
import type { Origin } from '../../engine/exchange/quarantine.js';
import type { Probation } from '../../engine/write/record/probation.js';
import type { Uplift } from '../../engine/write/record/uplift.js';
import { escaped } from '../common/markdown.js';
import { localize } from '../common/text.js';
import type { SkillView } from '../library/folderView.js';
import { count } from './badge.js';
import { percent, sourceName } from './figures.js';

/** Outcomes shown in a row, newest first. */
const lastOutcomes = 10;
/** Of more problems the hover says only how many there are; the rows below the skill name them. */
const shownProblems = 3;

/**
 * Hover of a skill. Name, description and summaries are other people's text: every sign that could make them a link, an image or a command
 * is escaped, and `isTrusted` stays off.
 */
export function skillTooltip(view: SkillView): vscode.MarkdownString {
  const { skill, facts } = view;
  const title = [`**${escaped(skill.name)}**`, ...(facts ? [`v${facts.version}`] : [])].join(' ');
  const about = skill.description.trim() === '' ? [] : [escaped(skill.description)];
  const parts = [figures(view), states(view)].filter((rows) => rows.length > 0);
  const facing = parts.flatMap((rows) => ['---', rows.join('  \n')]);
  return new vscode.MarkdownString(
    [`${title} · ${escaped(sourceName(skill.source))}`, ...about, ...facing].join('\n\n'),
  );
}

function figures({ facts, runs, proposals }: SkillView): readonly string[] {
  const rows: string[] = [];
  const watched = facts?.probation;
  if (watched?.state === 'on_probation')
    rows.push(
      escaped(vscode.l10n.t('On probation, {0} of {1} uses: taken back when it does worse.', watched.uses, watched.of)),
    );
  if (watched?.state === 'worse') rows.push(escaped(localize(watched.reason)));
  if (facts && facts.utility.uses > 0) {
    const { mean, low, high, uses } = facts.utility;
    const utility = `**${percent(mean)} %**`;
    rows.push(
      `${escaped(vscode.l10n.t('Utility'))}: ${utility}, ${escaped(vscode.l10n.t('likely {0} to {1}', percent(low), percent(high)))}`,
      escaped(vscode.l10n.t('Judged runs of this version: {0}', uses)),
    );
    if (runs.some((run) => run.simulated && run.version === facts.version))
      rows.push(escaped(vscode.l10n.t('Some of these runs are simulated by the practice model.')));
  }
  if (facts?.uplift) rows.push(escaped(upliftLine(facts.uplift)));
  if (facts?.probation) rows.push(...probationLines(facts.probation).map(escaped));
  const outcomes = runs.filter(({ outcome }) => outcome !== 'unknown').slice(0, lastOutcomes);
  if (outcomes.length > 0)
    rows.push(
      vscode.l10n.t('Last runs: {0}', outcomes.map(({ outcome }) => (outcome === 'success' ? '✓' : '✗')).join(' ')),
    );
  for (const { summary } of proposals) rows.push(escaped(vscode.l10n.t('Proposal waiting: {0}', summary)));
  return rows;
}

/** In points: the rates beside it are in per cent. */
const upliftLine = ({ mean, masked: { runs } }: Uplift): string =>
  vscode.l10n.t('Against no skill: {0} points, {1} runs without it', `${mean > 0 ? '+' : ''}${percent(mean)}`, runs);

function probationLines(probation: Probation): readonly string[] {
  if (probation.state === 'kept') return [];
  if (probation.state === 'worse') return [localize(probation.reason)];
  return [vscode.l10n.t('On probation: {0} of {1} uses', probation.uses, probation.of)];
}

function states({ skill, review, locked, published, shadowed }: SkillView): readonly string[] {
  const problems = skill.diagnostics.toSorted((a, b) => a.severity.localeCompare(b.severity));
  const errors = count(problems, 'error');
  return [
    ...(shadowed ? [vscode.l10n.t('The skill of this name that counts is another one; this one is not used.')] : []),
    ...(review ? [vscode.l10n.t('Not used in runs until you have looked at it.')] : []),
    ...(locked ? [vscode.l10n.t('Locked: never rewritten automatically.')] : []),
    ...published.map(publicationLine),
    ...(problems.length > shownProblems
      ? [vscode.l10n.t('Errors: {0}, warnings: {1}', errors, problems.length - errors)]
      : problems.map(({ message }) => localize(message))),
  ].map(escaped);
}

function publicationLine({ target, drift }: Publication): string {
  switch (drift) {
    case 'same':
      return vscode.l10n.t('Published to {0}.', target);
    case 'skill-changed':
    case 'skill-missing':
      return vscode.l10n.t('Published to {0}; the skill has changed since.', target);
    case 'copy-changed':
      return vscode.l10n.t('Published to {0}; the copy was changed there.', target);
    case 'both-changed':
      return vscode.l10n.t('Published to {0}; both have changed since.', target);
    case 'copy-missing':
      return vscode.l10n.t('Published to {0}; the copy is gone.', target);
  }
}

/** Where an import comes from, in one line. */
export const originLine = ({ source, path, commit }: Origin): string =>
  [source, ...(path === '' || path === '.' ? [] : [path]), ...(commit === undefined ? [] : [commit.slice(0, 12)])].join(
    ', ',
  );

/** The same, short enough for a row: the last part of the path or address. */
export const originName = ({ source }: Origin): string =>
  source
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1) ?? source;

/** Text of others as a hover, shown as it is. */
export const plainTooltip = (...paragraphs: readonly string[]): vscode.MarkdownString =>
  new vscode.MarkdownString(paragraphs.map(escaped).join('\n\n'));
