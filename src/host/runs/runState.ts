import * as vscode from 'vscode';
import type { RunSummary } from '../../engine/events.js';

/** How a run is shown in lists: icon, its colour, and the word that says the same. */
export interface RunState {
  readonly icon: string;
  readonly colour?: string;
  readonly word: string;
}

export function runState(run: Pick<RunSummary, 'status' | 'outcome' | 'decidedBy'>): RunState {
  switch (run.status) {
    case 'running':
      return { icon: 'loading~spin', word: vscode.l10n.t('running') };
    case 'cancelled':
      return { icon: 'circle-slash', word: vscode.l10n.t('cancelled') };
    case 'interrupted':
      return { icon: 'debug-disconnect', word: vscode.l10n.t('interrupted') };
    case 'error':
      return { icon: 'warning', colour: 'list.warningForeground', word: vscode.l10n.t('stopped by an error') };
    case 'done':
      return marked(run, outcomeState(run.outcome));
  }
}

/** A model's opinion never goes without its mark. */
const marked = ({ decidedBy }: Pick<RunSummary, 'decidedBy'>, state: RunState): RunState =>
  decidedBy === 'judge' ? { ...state, word: vscode.l10n.t('{0}, LLM-judged', state.word) } : state;

function outcomeState(outcome: RunSummary['outcome']): RunState {
  switch (outcome) {
    case 'success':
      return { icon: 'pass', colour: 'testing.iconPassed', word: vscode.l10n.t('passed') };
    case 'failure':
      return { icon: 'error', colour: 'testing.iconFailed', word: vscode.l10n.t('failed') };
    case 'unknown':
      return { icon: 'question', word: vscode.l10n.t('no verdict') };
  }
}
