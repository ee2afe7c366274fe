import * as vscode from 'vscode';
import type { SolveOptions } from '../../engine/engine.js';
import type { HumanError } from '../../engine/errors.js';
import type { RunSummary } from '../../engine/events.js';
import type { Task } from '../../engine/task.js';
import type { Approvals } from '../approvals/approvals.js';
import { actionFor } from '../common/remedies.js';
import type { Reporter } from '../common/reporter.js';
import { localize } from '../common/text.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { chooseFolder, requireTrust } from '../folders/folders.js';
import type { Models } from '../models/models.js';
import type { Runs } from '../runs/runs.js';
import type { Settings } from '../settings/settings.js';

/** Recent tasks offered when a new one is asked for. */
const recentTasks = 8;

/** What the solver shows; the panel does. */
export interface Stage {
  /** Shows a run of a folder, without taking the focus. */
  showRun(folder: FolderEngine, run: string): Promise<void>;
  /** Shows what is missing before a task can be solved. */
  showProblem(): Promise<void>;
}

/** What decides which skill is used instead of the router: a forced skill (`null`: none), or the list of a failed run. */
type Choice = Pick<SolveOptions, 'skill' | 'retryOf'>;

/** Takes a task from the person's words to a run. */
export class Solver {
  constructor(
    private readonly engines: Engines,
    private readonly models: Models,
    private readonly settings: Settings,
    private readonly approvals: Approvals,
    private readonly runs: Runs,
    private readonly stage: Stage,
    private readonly reporter: Reporter,
    private readonly extensionId: string,
  ) {}

  /**
   * Asks for everything that is not given and starts the run.
   * @throws {HumanError} when no folder is open or it is not trusted
   */
  async ask(given: Task | undefined): Promise<void> {
    const folder = await chooseFolder(vscode.l10n.t('Solve Task'));
    requireTrust();
    if (!(await this.ready(() => this.ask(given)))) return;
    const opened = this.engines.of(folder);
    const task = given ?? (await this.askFor(folder, opened));
    await this.start(await opened, task);
  }

  /**
   * Starts a run.
   * @throws {HumanError} when the run to retry did not fail, or has no other skill on its list
   */
  async start(opened: FolderEngine, task: Task, choice: Choice = {}): Promise<void> {
    if (!(await this.ready(() => this.start(opened, task, choice)))) return;
    const model = await this.models.connect();
    const waits = this.runs.current.some(({ folder }) => folder === opened.folder.uri.fsPath);
    const options = { model, approver: this.approvals, review: this.settings.learningMode, ...choice };
    const { run, ended } = await this.runs.start(opened, task, options);
    // From here on the run speaks for itself; only a bug is thrown.
    ended.catch((error: unknown) => this.reporter.report(error));
    if (!waits) return this.stage.showRun(opened, run);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Another task is running. This one starts when it has ended.'),
    );
  }

  /** The same task again, with another skill when one is named. A run that still goes on is stopped first. */
  async again(opened: FolderEngine, summary: RunSummary, skill?: string | null): Promise<void> {
    if (this.runs.cancel(summary.id)) {
      await this.runs.ended(summary.id);
      await this.offerUndo(opened, summary.id, (files) =>
        vscode.l10n.t('The stopped run changed {0} files. Undo its edits before the task starts again?', files),
      );
    }
    await this.start(opened, summary.task, skill === undefined ? {} : { skill });
  }

  /** The task of a failed run once more with the next skill of its list; what the failed run changed can be put back first. */
  async retry(opened: FolderEngine, failed: RunSummary): Promise<void> {
    await this.offerUndo(opened, failed.id, (files) =>
      vscode.l10n.t('The failed run changed {0} files. Undo its edits before the next skill is tried?', files),
    );
    await this.start(opened, failed.task, { retryOf: failed.id });
  }

  private async offerUndo({ engine }: FolderEngine, id: string, question: (files: number) => string): Promise<void> {
    const { summary } = await engine.run(id);
    if (summary.changes.length === 0 || summary.undone) return;
    const undo = vscode.l10n.t('Undo Its Edits');
    const files = summary.changes.length;
    const picked = await vscode.window.showInformationMessage(question(files), undo, vscode.l10n.t('Keep Them'));
    if (picked === undo) await engine.undo(id);
  }

  /** Whether there is a model. If not, says so with the ways to get one, and goes on with `next` when the person took one. */
  private async ready(next: () => Promise<void>): Promise<boolean> {
    const { choice } = this.models;
    if (choice.kind !== 'none') return true;
    await this.stage.showProblem();
    this.reporter.guard(async () => {
      if (await this.offerModel(choice.problem)) await next();
    });
    return false;
  }

  /** @returns whether there is a model now */
  private async offerModel(problem: HumanError): Promise<boolean> {
    const setUp = problem.remedy ? actionFor(problem.remedy, this.extensionId) : undefined;
    const practice = vscode.l10n.t('Use the Practice Model');
    const buttons = [...(setUp ? [setUp.label] : []), practice];
    const picked = await vscode.window.showWarningMessage(localize(problem.text), ...buttons);
    if (picked === practice) {
      await this.models.usePractice();
      return true;
    }
    if (picked !== undefined) await setUp?.run();
    return false;
  }

  private async askFor(folder: vscode.WorkspaceFolder, opened: Promise<FolderEngine>): Promise<Task> {
    const [{ askTask }, { readTasks }] = await Promise.all([import('./askTask.js'), import('./tasksFile.js')]);
    const suggestions = async () => {
      const { engine } = await opened;
      const [runs, listed] = await Promise.all([engine.runs(), readTasks(folder.uri.fsPath)]);
      const recent = newest(runs.map((run) => run.task)).slice(0, recentTasks);
      return { recent, listed: listed.filter(({ prompt }) => !recent.some((task) => task.prompt === prompt)) };
    };
    return askTask(folder.name, suggestions());
  }
}

/** Of several tasks with the same words the first. */
const newest = (tasks: readonly Task[]): readonly Task[] =>
  tasks.filter((task, index) => tasks.findIndex(({ prompt }) => prompt === task.prompt) === index);
