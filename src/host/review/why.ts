import * as vscode from 'vscode';
import type { RunSummary } from '../../engine/events.js';
import type { Quote } from '../../engine/write/attribution.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { escaped } from '../common/markdown.js';
import { localize } from '../common/text.js';
import type { HunkTarget } from '../commands/table.js';
import { anchorOf, type Block } from './blocks.js';
import { documentOf, type Session } from './session.js';
import { proposalOf } from './uris.js';
import { gateLines, sourceLine } from './words.js';

/**
 * The evidence for an edit as a comment thread at its line, made only when it is asked for: threads open VS Code's Comments view by
 * themselves. What models, runs and files say stands in it as text and nothing else.
 */
export class WhyThreads implements vscode.Disposable {
  private readonly controller = vscode.comments.createCommentController(
    'memento.review',
    vscode.l10n.t('Memento review'),
  );
  /** A thread whose diff is closed would stay in the Comments view. */
  private readonly closed: vscode.Disposable;
  private readonly open = new Map<vscode.CommentThread, HunkTarget>();

  constructor() {
    this.controller.options = { placeHolder: vscode.l10n.t('Say what is wrong with it…') };
    this.closed = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed)
        if (input instanceof vscode.TabInputTextDiff) this.close(proposalOf(input.modified) ?? '');
    });
  }

  /** Shows the evidence for an edit, or takes it away when it is shown. */
  toggle(session: Session, block: Block, runs: readonly RunSummary[]): void {
    const target = { proposal: session.proposal.id, edit: block.key };
    const shown = [...this.open].find(([, one]) => one.proposal === target.proposal && one.edit === target.edit);
    if (shown) return this.remove(shown[0]);
    const lines = documentOf(session.uri)?.lineCount ?? block.start + 1;
    const line = anchorOf(block, lines);
    const last = Math.max(line, Math.min(lines, line + block.length) - 1);
    const thread = this.controller.createCommentThread(session.uri, new vscode.Range(last, 0, last, 0), [
      {
        body: bodyOf(session.proposal, runs),
        mode: vscode.CommentMode.Preview,
        author: { name: 'Memento' },
        label: vscode.l10n.t('evidence'),
      },
    ]);
    thread.label = vscode.l10n.t('Line {0}, why this edit', line + 1);
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    thread.contextValue = 'why';
    this.open.set(thread, target);
  }

  /** The edit a thread is about; VS Code passes the thread, or a reply in it, to the commands of its menus. */
  targetOf(argument: unknown): HunkTarget | undefined {
    const thread = isReply(argument) ? argument.thread : argument;
    for (const [one, target] of this.open) if (one === thread) return target;
    return undefined;
  }

  /** Takes away what belongs to a decided proposal. */
  close(proposal: string): void {
    for (const [thread, target] of this.open) if (target.proposal === proposal) this.remove(thread);
  }

  private remove(thread: vscode.CommentThread): void {
    this.open.delete(thread);
    thread.dispose();
  }

  dispose(): void {
    this.open.clear();
    this.closed.dispose();
    this.controller.dispose();
  }
}

/** What the person typed into a thread. */
export const isReply = (value: unknown): value is vscode.CommentReply =>
  typeof value === 'object' && value !== null && 'thread' in value && 'text' in value && typeof value.text === 'string';

/** Why the change was made, what it was seen in, and what replays have shown. */
export function bodyOf(proposal: Proposal, runs: readonly RunSummary[]): vscode.MarkdownString {
  const { attribution, summary, gate, provenance } = proposal;
  const run = proposal.runs.at(-1);
  const number = runs.find(({ id }) => id === run)?.number;
  const body = new vscode.MarkdownString(
    [
      escaped(attribution?.why ? localize(attribution.why) : (attribution?.reason ?? summary)),
      ...(attribution?.quotes ?? []).map((quote) => `${fenced(quote.text)}\n${placeOf(quote, run, number)}`),
      gateLines(gate).map(escaped).join('  \n'),
      ...(provenance ?? []).map((one) => escaped(vscode.l10n.t('From outside: {0}', sourceLine(one)))),
      ...(proposal.model.simulated ? [escaped(vscode.l10n.t('Made by the practice model: simulated.'))] : []),
    ].join('\n\n'),
  );
  // Only the links made here run anything, and only this.
  body.isTrusted = { enabledCommands: ['memento.openRun'] };
  return body;
}

function placeOf(quote: Quote, run: string | undefined, number: number | undefined): string {
  const from = run === undefined ? '' : number === undefined ? run.slice(0, 8) : `#${number}`;
  const link = (words: string, at: unknown): string => {
    const target = encodeURIComponent(JSON.stringify([{ run, at }]));
    return run === undefined ? escaped(words) : `[${escaped(words)}](command:memento.openRun?${target})`;
  };
  switch (quote.from) {
    case 'check':
      return link(vscode.l10n.t('run {0}, check', from), 'check');
    case 'step':
      return quote.at === undefined
        ? escaped(vscode.l10n.t('run {0}', from))
        : link(vscode.l10n.t('run {0}, step {1}', from, quote.at), { step: quote.at });
    case 'skill':
      return escaped(
        quote.at === undefined ? vscode.l10n.t('the skill') : vscode.l10n.t('the skill, line {0}', quote.at),
      );
    case 'task':
      return escaped(vscode.l10n.t('the task'));
  }
}

/** Code that no text can break out of: its fence is longer than every row of backticks in it. */
function fenced(value: string): string {
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${value}\n${fence}`;
}
