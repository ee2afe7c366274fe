import type { RunEventBody } from '../events.js';
import type { Snapshot } from './snapshot.js';

/** Reports what a run changed as soon as it changed, so that it can be undone even when the run's process dies in the middle. */
export class ChangeReport {
  /** What was said of each path, as text: any difference, permissions included, is news. */
  private readonly reported = new Map<string, string>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly emit: (event: RunEventBody) => void,
  ) {}

  /** Emits every change that is new, different or gone since the last report. */
  async report(): Promise<void> {
    const changes = await this.snapshot.changes();
    for (const change of changes) {
      const said = JSON.stringify(change);
      if (this.reported.get(change.path) === said) continue;
      this.reported.set(change.path, said);
      this.emit({ type: 'file.changed', change });
    }
    const still = new Set(changes.map(({ path }) => path));
    for (const path of [...this.reported.keys()].filter((one) => !still.has(one))) {
      this.reported.delete(path);
      this.emit({ type: 'file.reverted', path });
    }
  }
}
