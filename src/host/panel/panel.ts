import * as vscode from 'vscode';
import { benchFolder } from '../../bench/report/benchFolder.js';
import type { RunEvent } from '../../engine/events.js';
import type { SkillFacts } from '../../engine/read/skillFacts.js';
import { isOpen } from '../../engine/write/proposal.js';
import type { FromPanel, PanelTab, Place, Route, ToPanel } from '../../protocol.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { diskFolders } from '../folders/folders.js';
import type { Models } from '../models/models.js';
import { gateFacts } from '../review/gateFacts.js';
import type { Gates } from '../review/gates.js';
import type { Trainings } from '../router/trainings.js';
import type { Runs } from '../runs/runs.js';
import type { Settings } from '../settings/settings.js';
import { BenchFeed } from './benchFeed.js';
import { panelStatus, runEvents } from './content.js';
import { parseFromPanel } from './fromPanel.js';
import { panelHtml } from './html.js';
import { Outbox } from './outbox.js';
import { RouterFeed } from './routerFeed.js';

/** What a panel shows and is fed from. */
export interface PanelSources {
  readonly engines: Engines;
  readonly models: Models;
  readonly runs: Runs;
  readonly trainings: Trainings;
  readonly gates: Gates;
  readonly settings: Settings;
  readonly reporter: Reporter;
  readonly extensionUri: vscode.Uri;
  /** Carries out what the person asked for in the panel. */
  readonly act: (message: FromPanel, panel: Panel) => Promise<void>;
}

/**
 * One webview panel for its whole life. Its page is thrown away whenever it is hidden and says `ready` when it is back: then it is told
 * everything anew, from the logs.
 */
export class Panel implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly outbox: Outbox;
  private readonly router: RouterFeed;
  private readonly bench: BenchFeed;
  private followed: FolderEngine | undefined;
  private following = new Disposables();
  private run: string | undefined;
  private tab: PanelTab = 'run';
  /** A task the person asked the router about; told to every new page. */
  private explained: { readonly task: string; readonly route: Route } | undefined;
  /** A page to show as soon as the panel's page is there. */
  private wanted: { readonly focus?: 'approval' | Place } | undefined;
  /** Readings of the logs follow each other, so that an older one never overwrites a newer one. */
  private reading: Promise<void> = Promise.resolve();
  /** Events that come while the log is read; they belong behind it. */
  private held: RunEvent[] | undefined;

  constructor(
    private readonly view: vscode.WebviewPanel,
    private readonly sources: PanelSources,
  ) {
    const { reporter, engines, models, trainings, extensionUri } = sources;
    this.outbox = new Outbox((message) => void view.webview.postMessage(message));
    this.router = this.owned.add(
      new RouterFeed(
        (message) => this.post(message),
        trainings,
        (work) => reporter.guard(work),
      ),
    );
    this.bench = this.owned.add(
      new BenchFeed(
        (message) => this.post(message),
        (work) => reporter.guard(work),
      ),
    );
    this.owned.add(view.webview.onDidReceiveMessage((value) => this.receive(value)));
    this.owned.add(
      view.onDidChangeViewState(() => {
        if (view.visible) return;
        this.outbox.close();
        this.router.show(false);
        this.bench.show(false);
      }),
    );
    const status = (): void => reporter.guard(() => this.sendStatus());
    this.owned.add(models.onDidChange(status));
    this.owned.add(sources.settings.onDidChange(status));
    this.owned.add(sources.gates.onDidChange(() => this.sendGates()));
    this.owned.add(engines.onDidChange(status));
    this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(status));
    this.owned.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => reporter.guard(() => this.inTurn(() => this.sendAll()))),
    );
    view.webview.html = panelHtml(view.webview, extensionUri);
  }

  /** The folder whose runs and proposals are shown. */
  get folder(): FolderEngine | undefined {
    return this.followed;
  }

  reveal(preserveFocus: boolean): void {
    this.view.reveal(undefined, preserveFocus);
  }

  /** Shows a page; the card of the waiting approval gets the focus when asked for. */
  showTab(tab: PanelTab, focus: boolean): void {
    this.wanted = focus ? { focus: 'approval' } : {};
    this.rememberTab(tab);
    this.sendShow();
  }

  /** @param at a place of the run that is brought into sight: the person asked for it */
  async showRun(folder: FolderEngine, run: string, at?: Place): Promise<void> {
    this.run = run;
    this.rememberTab('run');
    const other = this.followed !== folder;
    this.follow(folder);
    await this.inTurn(() => (other ? this.sendAll() : this.sendRun()));
    this.wanted = at === undefined ? (this.wanted ?? {}) : { focus: at };
    this.sendShow();
  }

  /** Shows how the router would choose for a task that is not run. */
  async showExplained(folder: FolderEngine, task: string, route: Route): Promise<void> {
    this.explained = { task, route };
    if (this.followed !== folder) {
      this.run = undefined;
      this.follow(folder);
      await this.inTurn(() => this.sendAll());
    }
    this.sendExplained();
    this.showTab('router', false);
  }

  /** What is on show now, whoever chose it. */
  rememberTab(tab: PanelTab): void {
    this.tab = tab;
    this.router.show(tab === 'router' && this.outbox.ready);
    this.bench.show(tab === 'learning' && this.outbox.ready);
  }

  /** What the router has learned is another thing now. */
  routerChanged(): void {
    this.router.changed();
  }

  /** Shows the report of another benchmark of this folder. */
  showBench(id: string): void {
    this.bench.pick(id);
  }

  /** A benchmark of this folder has a new report. */
  benchChanged(): void {
    this.bench.changed();
  }

  post(message: ToPanel): void {
    this.outbox.send(message);
  }

  private receive(value: unknown): void {
    const message = parseFromPanel(value);
    const { reporter, act } = this.sources;
    if (!message) reporter.report(new Error(`the panel sent something it never says: ${shortened(value)}`));
    else if (message.type === 'ready') reporter.guard(() => this.begin());
    else reporter.guard(() => act(message, this));
  }

  private async begin(): Promise<void> {
    this.outbox.open();
    await this.inTurn(() => this.sendAll());
  }

  private inTurn(read: () => Promise<void>): Promise<void> {
    const done = this.reading.then(read);
    this.reading = done.catch(() => undefined);
    return done;
  }

  private async sendAll(): Promise<void> {
    await this.findFolder();
    const status = await this.status();
    const strings = vscode.l10n.bundle ?? {};
    this.post({ type: 'init', strings, locale: vscode.env.language, status, tab: this.tab });
    await this.sendRun();
    await this.sendLists();
    this.sendExplained();
    this.rememberTab(this.tab);
    this.sendShow();
  }

  /** A panel that was not told a folder takes the one that is busy, else the first. */
  private async findFolder(): Promise<void> {
    if (this.followed || !vscode.workspace.isTrusted) return;
    const busy = this.sources.runs.current[0]?.folder;
    const folders = diskFolders();
    const folder = folders.find(({ uri }) => uri.fsPath === busy) ?? folders[0];
    if (!folder) return;
    const opened = await this.sources.engines.of(folder);
    this.follow(opened);
    this.run ??= this.sources.runs.current[0]?.run ?? (await opened.engine.runs())[0]?.id;
  }

  private follow(folder: FolderEngine): void {
    if (this.followed === folder) return;
    this.followed = folder;
    this.following.dispose();
    this.following = new Disposables();
    this.following.add(folder.engine.onEvent((event) => this.onEvent(event)));
    const lists = (): void => this.sources.reporter.guard(() => this.inTurn(() => this.sendLists()));
    this.following.add(folder.engine.onDidChange(lists));
    this.router.follow(folder);
    this.bench.follow(benchFolder(folder.engine.stateDir));
    this.view.title = diskFolders().length > 1 ? `Memento: ${folder.folder.name}` : 'Memento';
  }

  private onEvent(event: RunEvent): void {
    // A run that ended makes room for the next one; the page does the same.
    if (event.type === 'run.started' && !this.sources.runs.current.some(({ run }) => run === this.run))
      this.run = event.run;
    if (this.held) this.held.push(event);
    else this.outbox.event(event);
  }

  private async sendRun(): Promise<void> {
    const { followed, run } = this;
    if (!followed || run === undefined) {
      this.post({ type: 'run', events: null });
      return;
    }
    this.held = [];
    let last = 0;
    try {
      const events = await runEvents(followed, run).catch(() => []);
      last = events.at(-1)?.seq ?? 0;
      this.post({ type: 'run', events: events.length > 0 ? events : null });
    } finally {
      for (const event of this.held) if (event.run !== run || event.seq > last) this.outbox.event(event);
      this.held = undefined;
    }
  }

  private async sendLists(): Promise<void> {
    if (!this.followed) return;
    const { engine } = this.followed;
    const [runs, proposals, facts] = await Promise.all([engine.runs(), engine.proposals(), engine.facts()]);
    this.post({ type: 'runs', runs });
    const waiting = proposals.filter(isOpen);
    const gates = Object.fromEntries(waiting.map((one) => [one.id, gateFacts(one, runs)]));
    this.post({ type: 'proposals', proposals, gates, watched: watchedSkills(facts) });
    this.sendGates();
  }

  private status(): ReturnType<typeof panelStatus> {
    const { models, settings } = this.sources;
    return panelStatus(models, this.followed?.folder.uri.fsPath, settings.learningMode);
  }

  private sendGates(): void {
    this.post({ type: 'gating', gates: this.sources.gates.of(this.followed) });
  }

  private async sendStatus(): Promise<void> {
    this.post({ type: 'status', status: await this.status() });
  }

  private sendExplained(): void {
    if (this.explained) this.post({ type: 'explained', ...this.explained });
  }

  private sendShow(): void {
    if (!this.wanted || !this.outbox.ready) return;
    this.post({ type: 'show', tab: this.tab, ...this.wanted });
    this.wanted = undefined;
  }

  dispose(): void {
    this.outbox.close();
    this.following.dispose();
    this.owned.dispose();
  }
}

/** Skills whose latest version is in its first uses. */
const watchedSkills = (facts: ReadonlyMap<string, SkillFacts>): Record<string, { uses: number; of: number }> =>
  Object.fromEntries(
    [...facts].flatMap(([skill, { probation }]) =>
      probation?.state === 'on_probation' ? [[skill, { uses: probation.uses, of: probation.of }]] : [],
    ),
  );

const shortened = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 200);
