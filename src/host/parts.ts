import os from 'node:os';
import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.js';
import type { Logger } from '../engine/ports.js';
import type { Jobs } from '../engine/jobs/jobs.js';
import type { Cluster, ClusterInput } from '../engine/skills/clusters.js';
import type { LibrarySnapshot } from '../engine/skills/skill.js';
import { Approvals } from './approvals/approvals.js';
import type { BenchFiles } from './bench/benchCommands.js';
import { Disposables } from './common/disposables.js';
import { createLogger } from './common/log.js';
import { Reporter } from './common/reporter.js';
import { EditorDiagnostics } from './engines/editorDiagnostics.js';
import { Engines } from './engines/engines.js';
import { LibraryModel } from './library/libraryModel.js';
import { ReadingProgress } from './library/readingProgress.js';
import { Models } from './models/models.js';
import { Practice } from './models/practice.js';
import { Panels } from './panel/panels.js';
import type { PanelSources } from './panel/panel.js';
import { Decider } from './review/decider.js';
import { Drafts } from './review/drafts.js';
import { Gates } from './review/gates.js';
import { offerLenses } from './review/lensOffer.js';
import { Reviews } from './review/reviews.js';
import { WhyThreads } from './review/why.js';
import { RunActions } from './runs/runActions.js';
import { Trainings } from './router/trainings.js';
import { Runs } from './runs/runs.js';
import { ApiKeys } from './settings/apiKeys.js';
import { Settings } from './settings/settings.js';
import { WorkspaceCommands } from './settings/workspaceCommands.js';
import { Reviewing } from './skills/reviewing.js';
import { SummaryFiles } from './skills/summaryFiles.js';
import { trustedTrees } from './skills/trusted.js';
import { Solver } from './solve/solver.js';

/** How long the window waits for runs to stop when it closes, in milliseconds; VS Code itself waits about five seconds. */
const stopMs = 4000;

/** Where other agents keep the person's skills; tests point elsewhere, so that they never depend on whose machine they run on. */
const userHome = process.env.MEMENTO_USER_HOME || os.homedir();

/** Everything the surfaces are made of. Nothing here touches the disk or loads the engine before it is needed. */
export class Parts implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly closing = new AbortController();
  private working: Promise<Jobs> | undefined;
  readonly extensionId: string;
  readonly channel = this.owned.add(vscode.window.createOutputChannel('Memento', { log: true }));
  readonly log: Logger = createLogger(this.channel);
  readonly settings = this.owned.add(new Settings());
  readonly approvals = this.owned.add(new Approvals());
  readonly runs = this.owned.add(new Runs());
  readonly reporter: Reporter;
  readonly keys: ApiKeys;
  readonly commands: WorkspaceCommands;
  readonly models: Models;
  readonly trainings: Trainings;
  readonly engines: Engines;
  readonly library: LibraryModel;
  readonly reading = this.owned.add(new ReadingProgress());
  readonly runActions: RunActions;
  readonly decider: Decider;
  readonly drafts: Drafts;
  readonly gates: Gates;
  readonly why = this.owned.add(new WhyThreads());
  readonly reviews: Reviews;
  readonly panels: Panels;
  readonly solver: Solver;
  readonly reviewing: Reviewing;
  readonly summaries: SummaryFiles;

  constructor(private readonly context: vscode.ExtensionContext) {
    const { extension, extensionUri, secrets, globalState, workspaceState } = context;
    this.extensionId = extension.id;
    this.reporter = new Reporter(this.log, extension.id);
    this.keys = new ApiKeys(secrets);
    this.commands = new WorkspaceCommands(workspaceState);
    const practice = this.owned.add(new Practice(context.asAbsolutePath('dist/practice.cjs')));
    this.models = this.owned.add(new Models(this.settings, this.keys, globalState, practice));
    this.trainings = this.owned.add(new Trainings(this.models, this.log));
    this.engines = this.owned.add(new Engines((folder) => this.createEngine(folder), this.log));
    this.library = this.owned.add(new LibraryModel(this.engines, (folder) => this.readOnly(folder), this.log));
    this.runActions = new RunActions(this.engines, this.models, this.runs);
    this.decider = new Decider(this.engines, (folder, skill) => this.trainings.makeQueries(folder, skill));
    this.drafts = this.owned.add(new Drafts(workspaceState));
    this.gates = this.owned.add(new Gates(this.decider, this.models));
    this.reviews = new Reviews(this.decider, this.drafts, this.why, () => offerLenses(globalState));
    this.reviewing = this.owned.add(new Reviewing());
    this.summaries = this.owned.add(new SummaryFiles());
    this.panels = this.owned.add(new Panels(extensionUri, () => this.panelSources()));
    const { engines, models, approvals, runs, panels, reporter } = this;
    this.solver = new Solver(engines, models, this.settings, approvals, runs, panels, reporter, extension.id);
  }

  /** What benchmarks need of the extension. */
  get benchFiles(): BenchFiles {
    const { version } = this.context.extension.packageJSON as { readonly version: string };
    return { dist: this.context.asAbsolutePath('dist'), templates: this.templates, version };
  }

  private async createEngine(folder: vscode.WorkspaceFolder): Promise<Engine> {
    const [{ createEngine }, { ledgerSkill }, home, jobs] = await Promise.all([
      import('../engine/createEngine.js'),
      import('../practice/workspace/texts.js'),
      this.home(),
      this.jobs(),
    ]);
    return createEngine({
      workspace: folder.uri.fsPath,
      home,
      templates: this.templates,
      userHome,
      disabledSources: this.settings.disabledSources,
      // The practice workspace has nothing to review.
      shipped: [ledgerSkill()],
      jobs,
      embedder: () => this.models.embedder,
      diagnostics: new EditorDiagnostics(folder.uri.fsPath),
      settings: this.settings.limitsWith(() => ({
        command: this.commands.of(folder),
        judge: this.settings.judge,
      })),
      clock: { now: () => Date.now() },
      logger: this.log,
      onProgress: this.progressOf(folder.uri.fsPath),
      watch: true,
    });
  }

  /** The skills of a folder that is not trusted: files are read, nothing is watched, run or written. */
  private async readOnly(folder: string): Promise<LibrarySnapshot> {
    const { createLibrary } = await import('../engine/skills/library.js');
    const { disabledSources } = this.settings;
    const onProgress = this.progressOf(folder);
    return createLibrary({
      workspace: folder,
      templates: this.templates,
      userHome,
      disabledSources,
      onProgress,
    }).read();
  }

  private progressOf(folder: string): (done: number, total: number) => void {
    return (done, total) => this.reading.tell(folder, { done, total });
  }

  /** The person's state folder. */
  private async home(): Promise<string> {
    const { userStateDir } = await import('../engine/store/paths.js');
    return userStateDir(process.env, process.platform, os.homedir());
  }

  /** Heavy work for all folders, in one worker thread that begins with the first piece of it. */
  private jobs(): Promise<Jobs> {
    this.working ??= import('../engine/jobs/workerJobs.js').then(({ workerJobs }) =>
      workerJobs(this.context.asAbsolutePath('dist/worker.cjs'), this.log),
    );
    return this.working;
  }

  /** Groups skills by what they are about. */
  async cluster(input: ClusterInput): Promise<readonly Cluster[]> {
    return (await this.jobs()).run('skills.cluster', input, this.closing.signal);
  }

  /** Contents the person trusts, by tree. */
  readonly trusted = async (): Promise<ReadonlySet<string>> => trustedTrees(await this.home());

  private get templates(): string {
    return this.context.asAbsolutePath('skills-template');
  }

  private panelSources(): PanelSources {
    const { engines, models, runs, trainings, reporter, settings, gates } = this;
    const { approvals, runActions, solver, decider, reviews, extensionId } = this;
    const deps = { approvals, runs, runActions, solver, trainings, decider, reviews, gates, extensionId };
    return {
      engines,
      models,
      runs,
      trainings,
      gates,
      settings,
      reporter,
      extensionUri: this.context.extensionUri,
      act: async (message, panel) => (await import('./panel/actions.js')).act(message, panel, deps),
    };
  }

  /** Ends what runs, with everything it started; the runs are logged as interrupted. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopMs);
    });
    this.closing.abort();
    const ended = this.engines.stop().then(async () => (await this.working)?.dispose());
    await Promise.race([ended, late]);
    clearTimeout(timer);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
