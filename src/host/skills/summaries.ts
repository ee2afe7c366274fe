import * as vscode from 'vscode';
import type { Text } from '../../engine/text.js';
import { localize } from '../common/text.js';
import type { ReviewItem } from './reviewItem.js';

/** What something to review contains, in short. */
export interface Brief {
  /** One line for a list. */
  readonly line: string;
  /** Text only, and nothing in it that should be looked at. */
  readonly harmless: boolean;
  readonly findings: readonly { readonly file: string; readonly line: number; readonly message: Text }[];
}

export async function briefOf(item: ReviewItem): Promise<Brief> {
  const findings = item.diagnostics.map(({ line, message }) => ({ file: 'SKILL.md', line, message }));
  const scripts = item.files.filter(({ path, executable }) => executable || path.startsWith('scripts/')).length;
  const [first] = findings;
  const line = [
    item.files.length === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', item.files.length),
    ...(scripts === 0 ? [] : [scripts === 1 ? vscode.l10n.t('1 script') : vscode.l10n.t('{0} scripts', scripts)]),
    ...(first === undefined
      ? []
      : [
          findings.length === 1
            ? vscode.l10n.t('1 warning: {0}', localize(first.message))
            : vscode.l10n.t('{0} warnings: {1}', findings.length, localize(first.message)),
        ]),
  ].join(', ');
  return await Promise.resolve({ line, harmless: scripts === 0 && findings.length === 0, findings });
}

export const summaryLine = async (item: ReviewItem): Promise<string> => (await briefOf(item)).line;
