import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import { run } from '../commands/commands.js';
import { asHunk, asProposal } from '../commands/targets.js';
import type { Engines } from '../engines/engines.js';
import type { Decider } from './decider.js';
import { activeReview } from './marks.js';
import type { Reviews } from './reviews.js';
import { proposalOf } from './uris.js';

/** The commands of the tree's proposals and of the diff editor. */
export function reviewCommands(reviews: Reviews, decider: Decider, engines: Engines): Handlers {
  /** From a tree row, a code lens, an editor title (which gives the file), or the diff in front. */
  const proposalFrom = (argument: unknown): string | undefined =>
    asProposal(argument)?.proposal ??
    (argument instanceof vscode.Uri ? proposalOf(argument) : undefined) ??
    activeReview();
  const need = (argument: unknown): string => {
    const proposal = proposalFrom(argument);
    if (proposal === undefined) throw new HumanError(text('Open a proposal first.'));
    return proposal;
  };
  return {
    'memento.reviewProposal': async (argument) => {
      const proposal = asProposal(argument)?.proposal ?? (await pickProposal(engines));
      if (proposal !== undefined) await reviews.open(proposal);
    },
    'memento.acceptProposal': (argument) => reviews.acceptAll(need(argument)),
    'memento.rejectProposal': (argument) => reviews.reject(need(argument)),
    'memento.applyAccepted': (argument) => reviews.applyAccepted(need(argument)),
    'memento.acceptHunk': (argument) => reviews.toggle(need(argument), asHunk(argument)?.edit),
    'memento.rejectHunk': (argument) => reviews.rejectEdit(need(argument), asHunk(argument)?.edit),
    'memento.nextHunk': () => reviews.move(need(undefined), true),
    'memento.previousHunk': () => reviews.move(need(undefined), false),
    'memento.whyHunk': async (argument) => {
      const { proposal } = await decider.get(need(argument));
      const [from] = proposal.runs;
      if (from === undefined) throw new HumanError(text('This proposal comes from no run.'));
      await run('memento.openRun', { run: from });
    },
  };
}

/** The waiting proposal, or the one the person picks of several. @throws {HumanError} when none waits */
async function pickProposal(engines: Engines): Promise<string | undefined> {
  const all = await Promise.all((await engines.all()).map(({ engine }) => engine.proposals()));
  const pending = all.flat().filter(({ state }) => state === 'pending');
  const [only] = pending;
  if (!only) throw new HumanError(text('No proposal is waiting.'));
  if (pending.length === 1) return only.id;
  const picked = await vscode.window.showQuickPick(
    pending.map(({ id, skill, operation, summary }) => ({
      label: skill,
      description: operation === 'create' ? vscode.l10n.t('new skill') : vscode.l10n.t('rewrite'),
      detail: summary,
      id,
    })),
    { title: vscode.l10n.t('Review Proposal'), matchOnDetail: true },
  );
  return picked?.id;
}
