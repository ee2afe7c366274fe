import * as vscode from 'vscode';
import type { GateReport } from '../../engine/write/gate/report.js';
import type { Operation, Proposal, Provenance } from '../../engine/write/proposal.js';
import { localize } from '../common/text.js';

/** What a proposal does, in words. */
export function titleOf({ operation, skill, also }: Proposal): string {
  const other = also?.[0];
  switch (operation) {
    case 'create':
      return vscode.l10n.t('Create {0}', skill);
    case 'rewrite':
      return vscode.l10n.t('Rewrite {0}', skill);
    case 'route_fix':
      return vscode.l10n.t('Change when {0} is used', skill);
    case 'archive':
      return vscode.l10n.t('Archive {0}', skill);
    case 'split':
      return other ? vscode.l10n.t('Split {0} off {1}', skill, other.skill) : vscode.l10n.t('Split {0}', skill);
    case 'merge':
      return other ? vscode.l10n.t('Merge {0} into {1}', other.skill, skill) : vscode.l10n.t('Merge into {0}', skill);
  }
}

const icons: Readonly<Record<Operation, string>> = {
  create: 'new-file',
  rewrite: 'edit',
  split: 'split-horizontal',
  route_fix: 'git-compare',
  merge: 'git-merge',
  archive: 'archive',
};

export const iconOf = (operation: Operation): string => icons[operation];

/** What replays have shown, as short as it goes. */
export function gateShort({ state, failures, successes, neighbours }: GateReport): string {
  if (state === 'not-gated') return vscode.l10n.t('not gated');
  const broken = successes.broken + neighbours.broken;
  return failures.of === 0
    ? vscode.l10n.t('{0} broken', broken)
    : vscode.l10n.t('fixes {0} of {1}, {2} broken', failures.passed, failures.of, broken);
}

/** The same in whole sentences, for hovers and evidence. */
export function gateLines(report: GateReport): readonly string[] {
  const { state, why, failures, hidden, successes, neighbours, unreplayable } = report;
  if (state === 'not-gated')
    return [why ? vscode.l10n.t('Not gated: {0}', localize(why)) : vscode.l10n.t('Not gated.')];
  return [
    ...(failures.of === 0
      ? []
      : [
          report.fromSuccesses
            ? vscode.l10n.t('Tasks that worked without it and pass: {0} of {1}', failures.passed, failures.of)
            : vscode.l10n.t('Failures that pass now: {0} of {1}', failures.passed, failures.of),
        ]),
    ...(hidden.of === 0
      ? []
      : [vscode.l10n.t('Of them never shown to the writer: {0} of {1}', hidden.passed, hidden.of)]),
    ...(successes.of === 0 ? [] : [vscode.l10n.t('Old successes broken: {0} of {1}', successes.broken, successes.of)]),
    ...(neighbours.of === 0
      ? []
      : [vscode.l10n.t('Tasks of other skills broken: {0} of {1}', neighbours.broken, neighbours.of)]),
    ...(unreplayable === 0 ? [] : [vscode.l10n.t('Runs that could not be replayed: {0}', unreplayable)]),
  ];
}

const sources: Readonly<Record<Provenance['from'], () => string>> = {
  web: () => vscode.l10n.t('a web page'),
  mcp: () => vscode.l10n.t('an MCP server'),
  outside: () => vscode.l10n.t('a file outside of this folder'),
  instruction: () => vscode.l10n.t('text that asks to be obeyed or remembered'),
};

/** Names what text from outside took part. `what` is untrusted. */
export const sourceLine = ({ from, what, step }: Provenance): string =>
  vscode.l10n.t('{0}: {1} (step {2})', sources[from](), what.replace(/\s+/g, ' ').slice(0, 200), step);

/** Several skills that change together, or one that goes, are accepted or rejected as a whole. */
export const isWhole = ({ operation, also }: Proposal): boolean => operation === 'archive' || (also?.length ?? 0) > 0;
