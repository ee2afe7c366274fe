import * as vscode from 'vscode';

/** How many skills have been read, of how many. */
export interface Count {
  readonly done: number;
  readonly total: number;
}

/** Milliseconds between two reports: a view shows nothing while it is told more often than every 200. */
const pause = 300;

/** How far the first readings of the folders' libraries are, together. */
export class ReadingProgress implements vscode.Disposable {
  private readonly folders = new Map<string, Count>();
  private readonly changed = new vscode.EventEmitter<Count>();
  private told = 0;
  /** Told while a reading goes on; its end is not told here. */
  readonly onDidChange = this.changed.event;

  /** @param folder path of the workspace folder */
  tell(folder: string, count: Count): void {
    if (count.done === count.total) this.folders.delete(folder);
    else this.folders.set(folder, count);
    if (this.folders.size === 0 || performance.now() - this.told < pause) return;
    this.told = performance.now();
    const all = [...this.folders.values()];
    const sum = (of: keyof Count): number => all.reduce((total, one) => total + one[of], 0);
    this.changed.fire({ done: sum('done'), total: sum('total') });
  }

  dispose(): void {
    this.changed.dispose();
  }
}
