import * as vscode from 'vscode';
import { isForeign, type SkillSource } from '../../engine/skills/skill.js';
import type { SkillView } from '../library/folderView.js';

/** With fewer judged runs than this the ring stays dotted: the interval is too wide for a picture. */
const few = 5;

/** What stands behind a skill's name: "76 % ±12, 37 uses" or that it has not been used yet, then what the person decided about it. */
export const describe = (view: SkillView, sourced: boolean): string =>
  [
    ...(view.shadowed ? [hidden(view)] : [figures(view), probation(view), ...publication(view)]),
    ...(view.locked ? [vscode.l10n.t('locked')] : []),
    ...(sourced && isForeign(view.skill.source) ? [view.skill.source] : []),
  ]
    .filter((part) => part !== '')
    .join(', ');

function figures({ facts, runs }: SkillView): string {
  if (!facts) return '';
  const { utility, version } = facts;
  if (utility.uses === 0)
    return version === 1 ? vscode.l10n.t('not used yet') : vscode.l10n.t('v{0}, not used yet', version);
  const mean = percent(utility.mean);
  const spread = percent((utility.high - utility.low) / 2);
  const known =
    utility.uses === 1
      ? vscode.l10n.t('{0} % ±{1}, 1 use', mean, spread)
      : vscode.l10n.t('{0} % ±{1}, {2} uses', mean, spread, utility.uses);
  // The person must never take the practice model's figures for real ones.
  const simulated = runs.some((run) => run.simulated && run.version === version);
  return simulated ? `${known}, ${vscode.l10n.t('simulated')}` : known;
}

/** How a version that Memento wrote does in its first uses; nothing once it has proven itself. */
function probation({ facts }: SkillView): string {
  const watched = facts?.probation;
  if (!watched || watched.state === 'kept') return '';
  return watched.state === 'worse'
    ? vscode.l10n.t('does worse than before')
    : vscode.l10n.t('probation {0} of {1}', watched.uses, watched.of);
}

/** A copy that Memento made itself is no rival of the skill. */
const hidden = ({ published }: SkillView): string =>
  published.length === 0 ? vscode.l10n.t('hidden by another skill of this name') : vscode.l10n.t('published copy');

/** A row tells the least: that there is a copy, and whether it is not the skill as it is now. */
function publication({ published }: SkillView): readonly string[] {
  if (published.length === 0) return [];
  return published.every(({ drift }) => drift === 'same')
    ? [vscode.l10n.t('published')]
    : [vscode.l10n.t('published, changed since')];
}

/** File name of the ring in `media/ring`: filled by eighths, or dotted. */
export const ringOf = ({ facts }: SkillView): string =>
  !facts || facts.utility.uses < few ? 'few' : String(Math.round(facts.utility.mean * 8));

export const percent = (share: number): number => Math.round(share * 100);

export const number = (value: number): string => new Intl.NumberFormat(vscode.env.language).format(value);

export const skillCount = (count: number): string =>
  count === 1 ? vscode.l10n.t('1 skill') : vscode.l10n.t('{0} skills', number(count));

/** Bytes for a person: "340 B", "2.1 KB". */
export function bytes(size: number): string {
  if (size < 1000) return `${number(size)} B`;
  const [scaled, unit] = size < 1_000_000 ? [size / 1000, 'KB'] : [size / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 }).format(scaled)} ${unit}`;
}

const spans = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "2 days ago". @param at milliseconds since the epoch */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000);
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  for (const [unit, length] of spans) if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  return vscode.l10n.t('just now');
}

export const moment = (at: number): string =>
  new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** Where a skill comes from, in words. */
export function sourceName(source: SkillSource): string {
  switch (source) {
    case 'own':
      return vscode.l10n.t('this folder');
    case 'elementary':
      return vscode.l10n.t('elementary, never rewritten');
    default:
      return vscode.l10n.t('{0}, read-only', source);
  }
}
