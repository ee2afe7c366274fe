import type { StoredReport } from '../../bench/report/stored.js';
import type { ToPanel } from '../../protocol.js';

/**
 * Tells the panel what benchmarks found out, while its Learning tab is shown: whenever the tab is opened, and when a benchmark has a new
 * report. One reading at a time; what is asked during it leads to one more.
 */
export class BenchFeed {
  private dir: string | undefined;
  private shown = false;
  private picked: string | undefined;
  private reading = false;
  /** Counts what makes a reading that is under way one of something else. */
  private turn = 0;

  /** @param guard runs work whose failure must not reach the caller */
  constructor(
    private readonly post: (message: ToPanel) => void,
    private readonly guard: (work: () => unknown) => void,
  ) {}

  /** From now on about the benchmarks below this folder. */
  follow(dir: string): void {
    this.dir = dir;
    this.picked = undefined;
    this.changed();
  }

  /** Whether the tab is on show; when it is, it is told everything anew. */
  show(shown: boolean): void {
    this.shown = shown;
    this.changed();
  }

  /** Shows the report of this benchmark instead of the newest. */
  pick(id: string): void {
    this.picked = id;
    this.changed();
  }

  /** Reads again, if the tab is on show. */
  changed(): void {
    if (!this.shown) return;
    this.turn++;
    if (!this.reading) this.guard(() => this.read());
  }

  private async read(): Promise<void> {
    this.reading = true;
    try {
      let turn: number;
      let reports: readonly StoredReport[];
      do {
        turn = this.turn;
        reports = this.dir === undefined ? [] : await stored(this.dir);
      } while (turn !== this.turn);
      if (this.shown) this.send(reports);
    } finally {
      this.reading = false;
    }
  }

  private send(reports: readonly StoredReport[]): void {
    const shown = reports.find(({ id }) => id === this.picked) ?? reports[0] ?? null;
    const list = reports.map(({ id, report: { name, startedAt, model } }) => ({ id, name, startedAt, model }));
    this.post({ type: 'bench', list, shown });
  }

  dispose(): void {
    this.shown = false;
  }
}

const stored = async (dir: string): Promise<readonly StoredReport[]> =>
  (await import('../../bench/report/stored.js')).storedReports(dir);
