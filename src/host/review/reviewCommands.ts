import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { isOpen } from '../../engine/write/proposal.js';
import type { Handlers } from '../commands/commands.js';
import { asHunk, asProposal } from '../commands/targets.js';
import type { HunkTarget } from '../commands/table.js';
import type { Engines } from '../engines/engines.js';
import type { Panels } from '../panel/panels.js';
import { askGate, runGate } from './askGate.js';
import type { Decider } from './decider.js';
import type { Gates } from './gates.js';
import { activeReview } from './marks.js';
import type { Reviews } from './reviews.js';
import { proposalOf } from './uris.js';
import { isReply, type WhyThreads } from './why.js';
import { titleOf } from './words.js';

export interface ReviewParts {
  readonly reviews: Reviews;
  readonly decider: Decider;
  readonly engines: Engines;
  readonly gates: Gates;
  readonly why: WhyThreads;
  readonly panels: Panels;
}

/** The commands of the tree's proposals, of the diff editor and of its threads. */
export function reviewCommands({ reviews, decider, engines, gates, why, panels }: ReviewParts): Handlers {
  /** From a tree row, a code lens, a thread, an editor title (which gives the file), or the diff in front. */
  const proposalFrom = (argument: unknown): string | undefined =>
    asProposal(argument)?.proposal ??
    why.targetOf(argument)?.proposal ??
    (argument instanceof vscode.Uri ? proposalOf(argument) : undefined) ??
    activeReview();
  const need = (argument: unknown): string => {
    const proposal = proposalFrom(argument);
    if (proposal === undefined) throw new HumanError(text('Open a proposal first.'));
    return proposal;
  };
  const edit = (argument: unknown): string | undefined => {
    const target: HunkTarget | undefined = asHunk(argument) ?? why.targetOf(argument);
    return target?.edit;
  };
  return {
    'memento.reviewProposal': async (argument) => {
      const proposal = asProposal(argument)?.proposal ?? (await pickProposal(engines));
      if (proposal !== undefined) await reviews.open(proposal);
    },
    'memento.acceptProposal': (argument) => reviews.acceptAll(need(argument)),
    'memento.rejectProposal': (argument) => reviews.reject(need(argument)),
    'memento.rejectBecause': (argument) => {
      if (isReply(argument)) return reviews.reject(need(argument), argument.text.trim());
      throw new CancelledError();
    },
    'memento.applyAccepted': (argument) => reviews.applyAccepted(need(argument)),
    'memento.acceptHunk': (argument) => reviews.toggle(need(argument), edit(argument)),
    'memento.rejectHunk': (argument) => reviews.rejectEdit(need(argument), edit(argument)),
    'memento.nextHunk': () => reviews.move(need(undefined), true),
    'memento.previousHunk': () => reviews.move(need(undefined), false),
    'memento.whyHunk': (argument) => reviews.showWhy(need(argument), edit(argument)),
    'memento.runGate': async (argument) => {
      const id = need(argument);
      const { folder, proposal } = await decider.get(id);
      const after = await reviews.changedText(id);
      await askGate(proposal, await folder.engine.runs());
      await runGate(gates, proposal, after);
    },
    'memento.showInbox': () => panels.show('inbox', false),
  };
}

/** The waiting proposal, or the one the person picks of several. @throws {HumanError} when none waits */
async function pickProposal(engines: Engines): Promise<string | undefined> {
  const all = await Promise.all((await engines.all()).map(({ engine }) => engine.proposals()));
  const waiting = all.flat().filter(isOpen);
  const [only] = waiting;
  if (!only) throw new HumanError(text('No proposal is waiting.'));
  if (waiting.length === 1) return only.id;
  const picked = await vscode.window.showQuickPick(
    waiting.map((proposal) => ({
      label: titleOf(proposal),
      description: proposal.state === 'quarantined' ? vscode.l10n.t('from outside') : '',
      detail: proposal.summary.replaceAll('$(', '$ ('),
      id: proposal.id,
    })),
    { title: vscode.l10n.t('Review Proposal'), matchOnDetail: true },
  );
  return picked?.id;
}
