import type { RunSummary } from '../events.js';
import type { Clock } from '../ports.js';
import type { RunLog } from '../store/runs.js';
import { switchedSince } from './branch.js';
import { editsNow } from './edits.js';
import { editsSignal, withdrawnSignal } from './implicit.js';
import type { Signal } from './signal.js';

/** What is looked at when a task begins, so that it is not felt: the last runs that changed files, up to so many files in all, of so many milliseconds. */
const mostRuns = 20;
const mostFiles = 100;
const oldest = 14 * 24 * 60 * 60 * 1000;

/** Looks at what became of the edits of earlier runs, now and then. */
export class Aftermath {
  /** What was said last of a run in this window, so that its events are read only when there is news. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly log: RunLog,
    private readonly workspace: string,
    private readonly clock: Clock,
  ) {}

  /** News of the latest runs. */
  async latest(): Promise<readonly { readonly run: RunSummary; readonly signal: Signal }[]> {
    const since = this.clock.now() - oldest;
    const news: { run: RunSummary; signal: Signal }[] = [];
    const later = new Set<string>();
    let [runs, files] = [0, 0];
    for (const run of await this.log.list()) {
      if (runs === mostRuns || files >= mostFiles || run.startedAt < since) break;
      if (!run.changes.length) continue;
      runs++;
      files += run.changes.length;
      const signal = await this.look(run, later);
      if (signal) news.push({ run, signal });
      for (const { path } of run.changes) later.add(path);
    }
    return news;
  }

  /** News of one run; undefined when there is none. */
  async of(run: RunSummary): Promise<Signal | undefined> {
    const runs = await this.log.list();
    const index = runs.findIndex(({ id }) => id === run.id);
    return await this.look(
      run,
      new Set(runs.slice(0, index).flatMap(({ changes }) => changes.map(({ path }) => path))),
    );
  }

  /** @param later paths that later runs changed: what stands there says nothing about this one */
  private async look(run: RunSummary, later: ReadonlySet<string>): Promise<Signal | undefined> {
    // A run that did not come to its end was no attempt that could be kept or rejected; what was undone is known.
    if (run.status !== 'done' || run.undone) return undefined;
    const ended = run.startedAt + run.ms;
    const changes = run.changes.filter(({ path }) => !later.has(path));
    const edits = await editsNow(changes.slice(0, mostFiles), this.workspace);
    const back = edits.restored.length + edits.removed.length > 0;
    // Git may have brought them back, not the person's judgement: nobody can tell.
    if (back && (await switchedSince(this.workspace, ended))) return undefined;
    const signal = editsSignal(edits, this.clock.now() - ended);
    // A later run went on with some of the files: what was seen of them before still holds.
    if (!signal && changes.length < run.changes.length) return undefined;
    const said = keyOf(signal);
    if (this.told.get(run.id) === said) return undefined;
    this.told.set(run.id, said);
    const before = (await this.log.events(run.id)).flatMap((event) =>
      event.type === 'signal' && event.signal.source === 'implicit' ? [event.signal] : [],
    );
    if (keyOf(before.at(-1)) === said) return undefined;
    return signal ?? withdrawnSignal;
  }
}

/** Two signs with the same key say the same. */
const keyOf = (signal: Signal | undefined): string =>
  signal && signal.outcome !== 'unknown' ? `${signal.outcome} ${signal.strength ?? 0}` : '';
