import { watch, type FSWatcher } from 'chokidar';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { skillsDirOf } from './name.js';

/** Watches a workspace's skills. */
export interface SkillWatcher {
  /** Resolves when changes from now on are seen, or when watching has failed. */
  readonly ready: Promise<void>;
  /** Nothing is called after it, and nothing is left. */
  close(): Promise<void>;
}

/** Milliseconds without another event before `onHint` is called, and the longest it is put off while events go on. */
const quiet = 150;
const patience = 1000;
/** Milliseconds between looks where the system has no watches left. */
const pollEvery = 2000;

/**
 * Calls `onHint` when something under `<workspace>/.memento/skills` may have changed, also when that folder does not exist yet. A hint says
 * neither what nor that anything did: read the library. Only the workspace folder itself, `.memento`, `skills`, the folders in it and their
 * SKILL.md are watched, never the rest of the workspace. Start it after the first reading (reference/reliability.md 2c).
 * @param onProblem told when watching fails or falls back to looking every two seconds.
 */
export function watchSkills(workspace: string, onHint: () => void, onProblem: (problem: Text) => void): SkillWatcher {
  const watcher = new Watcher(workspace, onHint, onProblem);
  return { ready: watcher.ready, close: () => watcher.close() };
}

class Watcher {
  readonly ready: Promise<void>;
  readonly #workspace: string;
  readonly #onHint: () => void;
  readonly #onProblem: (problem: Text) => void;
  #inner: FSWatcher | undefined;
  #folders: ReadonlyMap<string, string> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #firstEvent = 0;
  #changed = false;
  #opened: () => void = () => undefined;
  #told = false;
  #polling = false;
  #closed = false;

  constructor(workspace: string, onHint: () => void, onProblem: (problem: Text) => void) {
    this.#workspace = path.resolve(workspace);
    this.#onHint = onHint;
    this.#onProblem = onProblem;
    this.ready = this.#open();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#opened();
    await this.#inner?.close();
  }

  async #open(): Promise<void> {
    const folders = await this.#identify();
    if (this.#closed) return;
    this.#folders = folders;
    const inner = watch(this.#workspace, {
      ignored: (each) => this.#isElsewhere(each),
      ignoreInitial: true,
      followSymlinks: false,
      atomic: true,
      awaitWriteFinish: { stabilityThreshold: 200, pollInterval: 50 },
      depth: 3,
      usePolling: this.#polling,
      interval: pollEvery,
    });
    this.#inner = inner;
    inner.on('all', () => this.#hint(true));
    // A folder that is replaced at once may cause no event of chokidar's own, only the system's.
    inner.on('raw', (_event: unknown, file: unknown, details: unknown) => {
      if (this.#concerns(details, file)) this.#hint(false);
    });
    await new Promise<void>((resolve) => {
      this.#opened = resolve;
      inner.on('ready', resolve);
      inner.on('error', (error) => {
        this.#fail(error);
        resolve();
      });
    });
  }

  /** Whether chokidar shall leave a path alone. */
  #isElsewhere(file: string): boolean {
    const [first, second, skill, name, ...deeper] = this.#split(file);
    if (first === undefined) return false;
    if (first !== '.memento' || (second !== undefined && second !== 'skills')) return true;
    if (skill !== undefined && (skill.startsWith('.') || skill.endsWith('.tmp'))) return true;
    return name !== undefined && (name.toUpperCase() !== 'SKILL.MD' || deeper.length > 0);
  }

  #split(file: string): string[] {
    const relative = path.relative(this.#workspace, file);
    return relative === '' ? [] : relative.split(path.sep);
  }

  /** The system's events of the workspace folder tell of every file in it; of these only `.memento` counts. */
  #concerns(details: unknown, file: unknown): boolean {
    if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return false;
    if (typeof details.watchedPath !== 'string' || typeof file !== 'string') return false;
    return this.#split(details.watchedPath).length > 0 || path.basename(file) === '.memento';
  }

  #hint(changed: boolean): void {
    if (this.#closed) return;
    this.#changed ||= changed;
    const now = performance.now();
    if (!this.#timer) this.#firstEvent = now;
    else if (now - this.#firstEvent > patience) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#settle();
    }, quiet);
  }

  /**
   * A folder that was deleted and made again at once keeps chokidar on the deleted one (in up to 12 of 40 trials on a busy machine), so a
   * folder with a new identity means starting afresh.
   */
  async #settle(): Promise<void> {
    const changed = this.#changed;
    this.#changed = false;
    const folders = await this.#identify();
    const replaced = [...folders].some(([folder, id]) => (this.#folders.get(folder) ?? id) !== id);
    this.#folders = folders;
    if (replaced) await this.#reopen();
    if (!this.#closed && (changed || replaced)) this.#onHint();
  }

  async #reopen(): Promise<void> {
    await this.#inner?.close();
    if (!this.#closed) await this.#open();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const exhausted = ['ENOSPC', 'EMFILE'].includes(codeOf(error) ?? '');
    if (exhausted && !this.#polling) {
      this.#polling = true;
      this.#onProblem(text('The system has no file watches left: changes to skills are seen within a few seconds.'));
      void this.#reopen().then(() => this.#hint(true));
    } else if (!this.#told) {
      this.#told = true;
      this.#onProblem(text('The skill library cannot be watched ({0}). Refresh it by hand.', reason(error)));
    }
  }

  /** Identity of every watched folder that exists. The birth time tells folders apart that got the same inode one after the other. */
  async #identify(): Promise<ReadonlyMap<string, string>> {
    const skills = skillsDirOf(this.#workspace);
    const names = await readdir(skills).catch(() => []);
    const found = new Map<string, string>();
    for (const folder of [path.dirname(skills), skills, ...names.map((name) => path.join(skills, name))]) {
      const info = await lstat(folder, { bigint: true }).catch(() => undefined);
      if (info?.isDirectory()) found.set(folder, `${info.dev}:${info.ino}:${info.birthtimeNs}`);
    }
    return found;
  }
}

const reason = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));
