import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';
import { relativeTo } from '../safety/paths.js';
import type { ObjectStore } from '../store/objects.js';
import { text, type Text } from '../text.js';
import { largestKept, readContent, readInside, type Content } from './files.js';
import { look } from './folder.js';
import { countChanges } from './lineDiff.js';
import { scanWorkspace, skippedFolders, stampOf, type Scan, type Stamp } from './scan.js';
import { notKept, type Coverage, type SnapshotLimits, type TrackedChange } from './tracking.js';

/** One side of a change. `hash` is undefined when the content was not read. */
interface Side {
  readonly kind: 'file' | 'link';
  readonly hash: string | undefined;
  readonly mode: number;
}

interface Entry extends Side {
  readonly stamp: Stamp;
  readonly bytes: Uint8Array | undefined;
}

interface Touched {
  readonly before: Side | null;
  /** Undefined while a write is under way. */
  after: Side | null | undefined;
  readonly newFolders: number;
  mixed: boolean;
  counted?: { readonly after: Side | null; readonly added: number; readonly removed: number };
}

/** Files read or stored at the same time. */
const atOnce = 16;

/** What the workspace was at the last look, and what the run changed since its start. One per run. */
export class Tracker {
  private scan: Scan | undefined;
  private readonly known = new Map<string, Entry>();
  private readonly touched = new Map<string, Touched>();
  private held = 0;

  constructor(
    private readonly workspace: string,
    private readonly objects: ObjectStore,
    private readonly limits: SnapshotLimits,
  ) {}

  async beforeWrite(absolute: string): Promise<void> {
    const relative = relativeTo(this.workspace, absolute);
    const content = await readInside(this.workspace, absolute);
    const touched = this.touched.get(relative);
    if (touched) {
      touched.mixed ||= !same(touched.after === undefined ? touched.before : touched.after, content);
      return;
    }
    if (content) await this.objects.put(content.bytes);
    const newFolders = await this.missingFolders(absolute);
    this.touched.set(relative, { before: sideOf(content), after: undefined, newFolders, mixed: false });
  }

  async afterWrite(absolute: string): Promise<void> {
    const relative = relativeTo(this.workspace, absolute);
    const content = await readInside(this.workspace, absolute);
    const touched = this.touched.get(relative);
    // Noted before it is stored: a full disk must not make the change vanish from the list.
    if (touched) touched.after = sideOf(content);
    await this.keep(content?.bytes);
    const stamp = await stampOf(absolute);
    if (!this.scan || relative.split('/').some((name) => skippedFolders.has(name))) return;
    if (content && stamp && stamp !== 'folder') this.remember(relative, { ...content, stamp });
    else this.forget(relative);
  }

  async beforeCommand(signal?: AbortSignal): Promise<Coverage> {
    return this.lookAround('others', signal);
  }

  async afterCommand(): Promise<Coverage> {
    return this.lookAround('command');
  }

  async changes(): Promise<readonly TrackedChange[]> {
    const result: TrackedChange[] = [];
    for (const [relative, touched] of [...this.touched].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { before, after } = touched;
      if (after === undefined || same(before, after)) continue;
      if (touched.counted?.after !== after) touched.counted = { after, ...(await this.count(before, after)) };
      const { added, removed } = touched.counted;
      result.push({
        ...{ path: relative, before: hashOf(before), after: hashOf(after), added, removed },
        ...(before && { beforeMode: before.mode }),
        ...(after && { afterMode: after.mode }),
        ...(before?.kind === 'link' && { beforeLink: true }),
        ...(after?.kind === 'link' && { afterLink: true }),
        ...(touched.newFolders && { newFolders: touched.newFolders }),
        ...(touched.mixed && { mixed: true }),
      });
    }
    return result;
  }

  private async lookAround(by: 'command' | 'others', signal?: AbortSignal): Promise<Coverage> {
    const earlier = this.scan;
    const scan = await scanWorkspace(this.workspace, this.known.size + this.limits.files, earlier, signal);
    const gone = [...this.known.keys()].filter((relative) => !scan.files.has(relative) && isListed(scan, relative));
    const news = [...scan.files].filter(([relative, stamp]) => {
      const known = this.known.get(relative)?.stamp;
      return known?.key !== stamp.key || known.fresh;
    });
    const whose = earlier ? by : 'others';
    for (const some of batches(gone))
      await Promise.all(some.map((relative) => this.note(relative, null, whose, earlier)));
    for (const some of batches(news)) {
      const entries = await this.readSome(some);
      await Promise.all(entries.map(([relative, entry]) => this.note(relative, entry, whose, earlier)));
    }
    this.scan = scan;
    return this.coverage(scan);
  }

  /** Takes over what is new at a path, and whose change it was. */
  private async note(
    relative: string,
    entry: Entry | null,
    by: 'command' | 'others',
    earlier: Scan | undefined,
  ): Promise<void> {
    const known = this.known.get(relative);
    if (entry) this.remember(relative, entry);
    else this.forget(relative);
    // Of what was not read, the stamp is all there is to compare.
    if (known && (same(known, entry) || (known.hash === undefined && known.stamp.key === entry?.stamp.key))) return;
    const touched = this.touched.get(relative);
    if (by === 'others') {
      if (touched) touched.mixed ||= !same(touched.after, entry);
      return;
    }
    const after = sideOf(entry);
    if (touched) touched.after = after;
    else {
      const newFolders = entry ? unknownFolders(relative, earlier) : 0;
      this.touched.set(relative, { before: sideOf(known ?? null), after, newFolders, mixed: false });
    }
    await Promise.all([this.keep(known?.bytes), this.keep(entry?.bytes)]);
  }

  private async keep(bytes: Uint8Array | undefined): Promise<void> {
    if (bytes) await this.objects.put(bytes);
  }

  private readSome(some: readonly (readonly [string, Stamp])[]): Promise<(readonly [string, Entry])[]> {
    let room = this.limits.bytes - this.held;
    return Promise.all(
      some.map(async ([relative, stamp]) => {
        const fits = stamp.size <= Math.min(largestKept, room);
        if (fits) room -= stamp.size;
        const content = fits ? await this.read(relative) : null;
        return [relative, { ...(content ?? { ...stamp, hash: undefined, bytes: undefined }), stamp }] as const;
      }),
    );
  }

  private async read(relative: string): Promise<Content | null> {
    try {
      return await readContent(path.join(this.workspace, relative), relative);
    } catch (error) {
      // Not readable, or replaced by something else since the look: it cannot be kept.
      if (error instanceof HumanError || codeOf(error)) return null;
      throw error;
    }
  }

  private remember(relative: string, entry: Entry): void {
    this.forget(relative);
    this.known.set(relative, entry);
    this.held += entry.bytes?.length ?? 0;
  }

  private forget(relative: string): void {
    this.held -= this.known.get(relative)?.bytes?.length ?? 0;
    this.known.delete(relative);
  }

  private coverage(scan: Scan): Coverage {
    const no = (reason: Text): Coverage => ({ complete: false, reason });
    if (scan.limited)
      return no(
        text('The folder has more than {0} files: not everything a command changes can be undone.', this.limits.files),
      );
    const unread = [...this.known.values()].filter(({ hash }) => hash === undefined);
    if (!unread.length) return { complete: true };
    return unread.some(({ stamp }) => stamp.size <= largestKept)
      ? no(text('The files are too many or not readable: not everything a command changes can be undone.'))
      : no(
          text(
            '{0} files are larger than {1} MB: what a command changes in them cannot be undone.',
            unread.length,
            largestKept / 2 ** 20,
          ),
        );
  }

  private async count(
    before: Side | null,
    after: Side | null,
  ): Promise<{ readonly added: number; readonly removed: number }> {
    const unknown = { added: 0, removed: 0 };
    const bytes = (side: Side | null) => (side?.hash === undefined ? null : this.objects.get(side.hash));
    if (hashOf(before) === notKept || hashOf(after) === notKept) return unknown;
    try {
      return await countChanges(await bytes(before), await bytes(after));
    } catch (error) {
      // Not in the store, for example because the disk was full: the change is listed all the same.
      if (error instanceof HumanError) return unknown;
      throw error;
    }
  }

  private async missingFolders(absolute: string): Promise<number> {
    let count = 0;
    for (let at = path.dirname(absolute); at !== this.workspace && !(await look(at)); at = path.dirname(at)) count++;
    return count;
  }
}

/** Pieces that are worked on at the same time. */
function batches<T>(all: readonly T[]): T[][] {
  const result: T[][] = [];
  for (let index = 0; index < all.length; index += atOnce) result.push(all.slice(index, index + atOnce));
  return result;
}

const sideOf = (content: Content | Entry | null): Side | null =>
  content && { kind: content.kind, hash: content.hash, mode: content.mode };

const hashOf = (side: Side | null): string | null => side && (side.hash ?? notKept);

const same = (a: Side | null | undefined, b: Side | null): boolean =>
  a === null || b === null || a === undefined
    ? a === b
    : a.hash !== undefined && a.hash === b.hash && a.kind === b.kind && a.mode === b.mode;

/** Whether the scan can say that a path does not exist: the nearest folder it saw was listed. */
function isListed(scan: Scan, relative: string): boolean {
  for (let at = parentOf(relative); ; at = parentOf(at)) {
    const listed = scan.folders.get(at);
    if (listed !== undefined || at === '') return listed ?? false;
  }
}

function unknownFolders(relative: string, scan: Scan | undefined): number {
  let count = 0;
  for (let at = parentOf(relative); at !== '' && scan?.folders.has(at) === false; at = parentOf(at)) count++;
  return count;
}

const parentOf = (relative: string): string => relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
