import type { Disposable } from '../../engine/ports.js';
import type { RouterReport } from '../../engine/read/report.js';
import type { ToPanel } from '../../protocol.js';
import { Disposables } from '../common/disposables.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Progress } from '../router/trainings.js';

/** Reports and progress go out at most this often, in milliseconds: the engine changes in bursts. */
const calmMs = 250;

/** The trainings that were asked for; see `Trainings`. */
interface TrainingSource {
  progress(folder: FolderEngine): Progress | null;
  readonly onDidChange: (listener: (folder: FolderEngine) => void) => Disposable;
}

/**
 * Tells the panel what the router has learned, while its tab is shown: at once when it is opened, and when the engine or a training says
 * that something changed. One reading at a time; changes during it lead to one more.
 */
export class RouterFeed {
  private owned = new Disposables();
  private folder: FolderEngine | undefined;
  private shown = false;
  private stale = false;
  private reading = false;
  private timer: NodeJS.Timeout | undefined;
  /** Counts what would make a reading that is under way one of something else. */
  private turn = 0;
  private last: RouterReport | null = null;

  /** @param guard runs work whose failure must not reach the caller */
  constructor(
    private readonly post: (message: ToPanel) => void,
    private readonly trainings: TrainingSource,
    private readonly guard: (work: () => unknown) => void,
  ) {}

  /** From now on about this folder. */
  follow(folder: FolderEngine): void {
    this.stop();
    this.folder = folder;
    this.last = null;
    this.owned = new Disposables();
    this.owned.add(folder.engine.onDidChange(() => this.changed()));
    this.owned.add(
      this.trainings.onDidChange((trained) => {
        if (trained !== folder) return;
        if (this.trainings.progress(folder)) this.later();
        else this.changed();
      }),
    );
  }

  /** Whether the tab is on show; when it is, it is told everything anew. */
  show(shown: boolean): void {
    this.shown = shown;
    if (!shown) return;
    this.stale = true;
    this.now();
  }

  /** Reads again, if the tab is on show. */
  changed(): void {
    this.stale = true;
    this.later();
  }

  private later(): void {
    if (this.shown) this.timer ??= setTimeout(() => this.now(), calmMs);
  }

  private now(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.shown) return;
    if (!this.stale) this.send();
    else if (!this.reading) this.guard(() => this.read());
  }

  private async read(): Promise<void> {
    const { folder, turn } = this;
    this.stale = false;
    this.reading = true;
    try {
      const report = folder ? await folder.engine.routerReport() : null;
      if (turn !== this.turn) return;
      this.last = report;
      this.send();
    } finally {
      this.reading = false;
      this.catchUp();
    }
  }

  /** What changed during a reading is read next. */
  private catchUp(): void {
    if (this.stale) this.later();
  }

  private send(): void {
    const training = this.folder && this.trainings.progress(this.folder);
    this.post({ type: 'router', report: this.last && training ? { ...this.last, training } : this.last });
  }

  private stop(): void {
    this.turn++;
    this.owned.dispose();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  dispose(): void {
    this.shown = false;
    this.stop();
  }
}
