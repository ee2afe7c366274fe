import * as vscode from 'vscode';
import type { SkillView } from '../library/folderView.js';

/** With fewer judged runs than this the ring stays dotted: the interval is too wide for a picture. */
const few = 5;

/** What stands behind a skill's name: "76 % ±12, 37 uses" or that it has not been used yet. */
export function describe({ facts }: SkillView): string {
  if (!facts) return '';
  const { utility, version } = facts;
  if (utility.uses === 0)
    return version === 1 ? vscode.l10n.t('not used yet') : vscode.l10n.t('v{0}, not used yet', version);
  const mean = percent(utility.mean);
  const spread = percent((utility.high - utility.low) / 2);
  return utility.uses === 1
    ? vscode.l10n.t('{0} % ±{1}, 1 use', mean, spread)
    : vscode.l10n.t('{0} % ±{1}, {2} uses', mean, spread, utility.uses);
}

/** File name of the ring in `media/ring`: filled by eighths, or dotted. */
export const ringOf = ({ facts }: SkillView): string =>
  !facts || facts.utility.uses < few ? 'few' : String(Math.round(facts.utility.mean * 8));

export const percent = (share: number): number => Math.round(share * 100);
