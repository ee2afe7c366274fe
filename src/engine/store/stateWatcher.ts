import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isTempName } from './atomic.js';

export interface StateWatcherOptions {
  /** `<state>`, for what is decided in all workspaces. */
  readonly home: string;
  /** `<state>/workspaces/<id>` */
  readonly stateDir: string;
  /** The id of this window: what it writes itself is known already. */
  readonly window: string;
  /** Something another window or the command line may have written. */
  readonly onHint: () => void;
}

/** Milliseconds without another event before the hint, and the longest it is put off while a run elsewhere goes on. */
const quiet = 400;
const patience = 3000;

/**
 * Tells when others decide something or run tasks on the same state folder. Where the system has no watch left, or gives no events (network
 * drives), the surfaces follow with the next change of their own.
 */
export class StateWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private first = 0;
  private closed = false;

  constructor(private readonly options: StateWatcherOptions) {}

  /** Begins; folders that are not there yet are watched once they are. */
  async start(): Promise<void> {
    const { home, stateDir } = this.options;
    this.add(home);
    this.add(stateDir);
    this.add(path.join(stateDir, 'proposals'));
    this.add(path.join(stateDir, 'quarantine'));
    this.add(path.join(stateDir, 'router'));
    const runs = path.join(stateDir, 'runs');
    this.add(runs);
    for (const month of await readdir(runs).catch(() => [])) this.add(path.join(runs, month));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private add(folder: string): void {
    if (this.closed || this.watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_kind, name) => this.event(name));
      watcher.on('error', () => this.remove(folder));
      this.watchers.set(folder, watcher);
    } catch {
      // It is not there, or cannot be watched.
    }
  }

  private remove(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }

  private event(name: string | null): void {
    if (name !== null && (isTempName(name) || name.startsWith(this.options.window) || name === 'lock')) return;
    const now = performance.now();
    if (!this.timer) this.first = now;
    else if (now - this.first > patience) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      // A folder made since is looked into from now on.
      void this.start().then(() => {
        if (!this.closed) this.options.onHint();
      });
    }, quiet);
  }
}
