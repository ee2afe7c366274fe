import os from 'node:os';
import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.js';
import type { Logger } from '../engine/ports.js';
import type { LibrarySnapshot } from '../engine/skills/skill.js';
import { Approvals } from './approvals/approvals.js';
import { Disposables } from './common/disposables.js';
import { createLogger } from './common/log.js';
import { Reporter } from './common/reporter.js';
import { Engines } from './engines/engines.js';
import { LibraryModel } from './library/libraryModel.js';
import { Models } from './models/models.js';
import { Practice } from './models/practice.js';
import { Panels } from './panel/panels.js';
import type { PanelSources } from './panel/panel.js';
import { Decider } from './review/decider.js';
import { Drafts } from './review/drafts.js';
import { Reviews } from './review/reviews.js';
import { RunActions } from './runs/runActions.js';
import { Runs } from './runs/runs.js';
import { ApiKeys } from './settings/apiKeys.js';
import { Settings } from './settings/settings.js';
import { Solver } from './solve/solver.js';

/** How long the window waits for runs to stop when it closes, in milliseconds; VS Code itself waits about five seconds. */
const stopMs = 4000;

/** Everything the surfaces are made of. Nothing here touches the disk or loads the engine before it is needed. */
export class Parts implements vscode.Disposable {
  private readonly owned = new Disposables();
  readonly extensionId: string;
  readonly channel = this.owned.add(vscode.window.createOutputChannel('Memento', { log: true }));
  readonly log: Logger = createLogger(this.channel);
  readonly settings = this.owned.add(new Settings());
  readonly approvals = this.owned.add(new Approvals());
  readonly runs = this.owned.add(new Runs());
  readonly reporter: Reporter;
  readonly keys: ApiKeys;
  readonly models: Models;
  readonly engines: Engines;
  readonly library: LibraryModel;
  readonly runActions: RunActions;
  readonly decider: Decider;
  readonly drafts: Drafts;
  readonly reviews: Reviews;
  readonly panels: Panels;
  readonly solver: Solver;

  constructor(private readonly context: vscode.ExtensionContext) {
    const { extension, extensionUri, secrets, globalState, workspaceState } = context;
    this.extensionId = extension.id;
    this.reporter = new Reporter(this.log, extension.id);
    this.keys = new ApiKeys(secrets);
    const practice = this.owned.add(new Practice(context.asAbsolutePath('dist/practice.cjs')));
    this.models = this.owned.add(new Models(this.settings, this.keys, globalState, practice));
    this.engines = this.owned.add(new Engines((folder) => this.createEngine(folder), this.log));
    this.library = this.owned.add(new LibraryModel(this.engines, (folder) => this.readOnly(folder), this.log));
    this.runActions = new RunActions(this.engines, this.models, this.runs);
    this.decider = new Decider(this.engines);
    this.drafts = this.owned.add(new Drafts(workspaceState));
    this.reviews = new Reviews(this.decider, this.drafts);
    this.panels = this.owned.add(new Panels(extensionUri, () => this.panelSources()));
    const { engines, models, approvals, runs, panels, reporter } = this;
    this.solver = new Solver(engines, models, approvals, runs, panels, reporter, extension.id);
  }

  private async createEngine(folder: vscode.WorkspaceFolder): Promise<Engine> {
    const [{ createEngine }, { userStateDir }] = await Promise.all([
      import('../engine/createEngine.js'),
      import('../engine/store/paths.js'),
    ]);
    return createEngine({
      workspace: folder.uri.fsPath,
      home: userStateDir(process.env, process.platform, os.homedir()),
      templates: this.templates,
      settings: this.settings.limits,
      clock: { now: () => Date.now() },
      logger: this.log,
      watch: true,
    });
  }

  /** The skills of a folder that is not trusted: files are read, nothing is watched, run or written. */
  private async readOnly(folder: string): Promise<LibrarySnapshot> {
    const { createLibrary } = await import('../engine/skills/library.js');
    return createLibrary({ workspace: folder, templates: this.templates }).read();
  }

  private get templates(): string {
    return this.context.asAbsolutePath('skills-template');
  }

  private panelSources(): PanelSources {
    const { engines, models, runs, reporter, approvals, runActions, solver, decider, extensionId, reviews } = this;
    const review = (proposal: string): Promise<void> => reviews.open(proposal);
    const deps = { approvals, runs, runActions, solver, decider, review, extensionId };
    return {
      engines,
      models,
      runs,
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
    await Promise.race([this.engines.stop(), late]);
    clearTimeout(timer);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
