import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { Said } from '../../engine/feedback/person.js';
import { text } from '../../engine/text.js';
import { applyHunks } from '../../engine/write/hunks.js';
import type { FromPanel } from '../../protocol.js';
import type { Approvals } from '../approvals/approvals.js';
import { run as runCommand } from '../commands/commands.js';
import { isCancelled, isHumanError } from '../common/errors.js';
import { actionFor } from '../common/remedies.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Decider } from '../review/decider.js';
import type { Gates } from '../review/gates.js';
import type { Reviews } from '../review/reviews.js';
import type { RunActions } from '../runs/runActions.js';
import type { Trainings } from '../router/trainings.js';
import type { Runs } from '../runs/runs.js';
import type { Solver } from '../solve/solver.js';
import { openFile, openSkill } from './open.js';
import type { Panel } from './panel.js';
import { saveFile } from './saveFile.js';

const runBenchmark = 'memento.runBenchmark';

/** What the panel's requests are carried out with. */
export interface ActionDeps {
  readonly approvals: Approvals;
  readonly runs: Runs;
  readonly runActions: RunActions;
  readonly solver: Solver;
  readonly trainings: Trainings;
  readonly decider: Decider;
  readonly reviews: Reviews;
  readonly gates: Gates;
  readonly extensionId: string;
}

/** Carries out one request of the panel. What the person can mend is shown in the panel itself, where they are looking. */
export async function act(message: FromPanel, panel: Panel, deps: ActionDeps): Promise<void> {
  try {
    await dispatch(message, panel, deps);
  } catch (error) {
    // The person left a question: what the panel shows as asked for is as it was.
    if (isCancelled(error)) {
      panel.post({ type: 'calledOff' });
      return;
    }
    if (!isHumanError(error)) throw error;
    const { text: what, remedy } = error;
    // A conflict is shown from the card of its proposal, which knows what to compare.
    const offered = remedy === 'show-conflict' ? undefined : remedy;
    panel.post({ type: 'failed', text: what, ...(offered ? { remedy: offered } : {}) });
  }
}

async function dispatch(message: FromPanel, panel: Panel, deps: ActionDeps): Promise<void> {
  switch (message.type) {
    case 'ready':
      return;
    case 'newTask':
      await runCommand('memento.solveTask');
      return;
    case 'runAgain':
    // Running it again with another skill is what tells the router that this one would have been right.
    case 'useInstead': {
      const folder = folderOf(panel);
      const { summary } = await folder.engine.run(message.run);
      await deps.solver.again(folder, summary, message.skill);
      return;
    }
    case 'tryNext': {
      const folder = folderOf(panel);
      const { summary } = await folder.engine.run(message.run);
      await deps.solver.retry(folder, summary);
      return;
    }
    case 'trainRouter':
      await deps.trainings.train(folderOf(panel));
      return;
    case 'cancelTraining':
      deps.trainings.cancel(folderOf(panel));
      // It may have ended meanwhile.
      panel.routerChanged();
      return;
    case 'revertRouter':
      await folderOf(panel).engine.revertRouter(message.generation);
      panel.routerChanged();
      return;
    case 'explainRoute':
      await runCommand('memento.explainRoute');
      return;
    case 'cancel':
      deps.runs.cancel(message.run);
      return;
    case 'approve':
      deps.approvals.answer(message.id, message.choice);
      return;
    case 'feedback':
      await deps.runActions.feedback(folderOf(panel), message.run, message.outcome, said(message));
      return;
    case 'correct':
      await deps.runActions.correct(folderOf(panel), message.run, message.cause, message.skill);
      return;
    case 'undo':
      await deps.runActions.undo(folderOf(panel), message.run);
      return;
    case 'accept':
      await deps.decider.accept(message.proposal, message.hunks);
      return;
    case 'reject':
      await deps.decider.reject(message.proposal, message.reason);
      return;
    case 'gate':
      await deps.gates.run(message.proposal, await partOf(deps.decider, message.proposal, message.hunks));
      return;
    case 'cancelGate':
      deps.gates.cancel(message.proposal);
      return;
    case 'openDiff':
      if (message.also === undefined) await deps.reviews.open(message.proposal);
      else await deps.reviews.openAlso(message.proposal, message.also);
      return;
    case 'undoAccept':
      await runCommand('memento.undoAccept', { proposal: message.proposal });
      return;
    case 'showConflict':
      await runCommand('memento.showConflict', { proposal: message.proposal });
      return;
    case 'openSkill':
      await openSkill(folderOf(panel), message.skill, message.line);
      return;
    case 'openFile':
      await openFile(folderOf(panel), message.path);
      return;
    case 'openRun':
      await panel.showRun(folderOf(panel), message.run, message.at);
      return;
    case 'remedy':
      await actionFor(message.remedy, deps.extensionId)?.run();
      return;
    case 'usePractice':
      await runCommand('memento.usePracticeModel');
      return;
    case 'benchmark.run':
      await vscode.commands.executeCommand(runBenchmark);
      return;
    case 'benchmark.show':
      panel.showBench(message.id);
      return;
    case 'save':
      await saveFile(message.name, message.content);
      return;
    case 'tab':
      panel.rememberTab(message.tab);
      return;
  }
}

const said = ({ reason, answer }: Extract<FromPanel, { type: 'feedback' }>): Said => ({
  ...(reason?.trim() && { reason: reason.trim() }),
  ...(answer?.trim() && { answer: answer.trim() }),
});

/** The text of a proposal with only some of its edits; undefined means as it is proposed. */
async function partOf(decider: Decider, id: string, hunks: readonly number[] | undefined): Promise<string | undefined> {
  if (!hunks) return undefined;
  const { proposal } = await decider.get(id);
  return applyHunks(proposal.before, proposal.hunks, hunks);
}

/** @throws {HumanError} when no folder is shown */
function folderOf(panel: Panel): FolderEngine {
  if (panel.folder) return panel.folder;
  throw vscode.workspace.isTrusted
    ? new HumanError(text('Memento works in a folder. Open one first.'), 'open-folder')
    : new HumanError(text('Memento runs nothing in a folder you have not trusted.'), 'trust-workspace');
}
