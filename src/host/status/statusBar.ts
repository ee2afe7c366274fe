import * as vscode from 'vscode';
import type { Approvals } from '../approvals/approvals.js';
import { command } from '../commands/commands.js';
import { Disposables } from '../common/disposables.js';
import type { Runs } from '../runs/runs.js';
import type { Settings } from '../settings/settings.js';
import { runState } from '../runs/runState.js';

/** Figures change at most this often, in milliseconds: the eye follows no more. */
const calm = 250;

/** The run that goes on, or the question that waits for the person; nothing before the first run of the window. */
export class StatusBar implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly item = this.owned.add(
    vscode.window.createStatusBarItem('memento.status', vscode.StatusBarAlignment.Left, 50),
  );
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runs: Runs,
    private readonly approvals: Approvals,
    private readonly settings: Settings,
  ) {
    this.item.name = 'Memento';
    this.owned.add(runs.onDidChange(() => this.later()));
    this.owned.add(approvals.onDidChange(() => this.render()));
    this.owned.add(settings.onDidChange(() => this.render()));
    this.render();
  }

  private later(): void {
    this.timer ??= setTimeout(() => this.render(), calm);
  }

  private render(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const [active] = this.runs.current;
    const waiting = this.approvals.pending.length > 0;
    void vscode.commands.executeCommand('setContext', 'memento.running', active !== undefined);
    void vscode.commands.executeCommand('setContext', 'memento.waiting', waiting);
    this.item.backgroundColor = waiting ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (waiting) this.showWaiting();
    else if (active) this.showRun();
    else this.showLast();
  }

  private showWaiting(): void {
    const [request] = this.approvals.pending;
    this.item.text = `$(bell-dot) ${vscode.l10n.t('Memento: waiting for you')}`;
    this.item.tooltip = request?.subject;
    this.item.command = command('memento.goToApproval', vscode.l10n.t('Go to Approval'));
    this.item.accessibilityInformation = { label: vscode.l10n.t('Memento: waiting for you'), role: 'button' };
    this.item.show();
  }

  private showRun(): void {
    const [active, ...queued] = this.runs.current;
    if (!active) return;
    const parts = [
      active.step > 0 ? vscode.l10n.t('step {0}', active.step) : vscode.l10n.t('starting'),
      ...(active.tokens ? [vscode.l10n.t('{0} tokens', compact(active.tokens))] : []),
      ...(queued.length > 0 ? [vscode.l10n.t('{0} waiting', queued.length)] : []),
      ...this.mode(),
    ];
    this.item.text = `$(loading~spin) Memento: ${parts.join(', ')}`;
    this.item.tooltip = active.task.prompt;
    this.item.command = command('memento.openRun', vscode.l10n.t('Show the run'), { run: active.run });
    this.item.accessibilityInformation = { label: `Memento: ${parts.join(', ')}`, role: 'button' };
    this.item.show();
  }

  private showLast(): void {
    const { last } = this.runs;
    if (!last) return this.item.hide();
    const state = runState(last);
    const words = [`Memento: #${last.number} ${state.word}`, ...this.mode()].join(', ');
    this.item.text = `$(${state.icon}) ${words}`;
    this.item.tooltip = last.task.prompt;
    this.item.command = command('memento.openRun', vscode.l10n.t('Show the run'), { run: last.id });
    this.item.accessibilityInformation = { label: words, role: 'button' };
    this.item.show();
  }

  /** How proposals are decided, where that is not by the person. */
  private mode(): readonly string[] {
    const { learningMode } = this.settings;
    if (learningMode === 'review') return [];
    return [learningMode === 'auto' ? vscode.l10n.t('auto mode') : vscode.l10n.t('shadow mode')];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }
}

/** 950, 18.2k, 1.3M: at most four signs, so that the text keeps its width. */
export const compact = (count: number): string =>
  new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(count).replace('K', 'k');
