import { setImmediate as turn } from 'node:timers/promises';
import { HumanError, throwIfCancelled } from '../errors.js';
import { foldName } from '../safety/paths.js';
import type { Content, FileContent } from '../skills/tree.js';
import { text } from '../text.js';
import { inspect } from './inspect.js';
import { Budget, limits } from './limits.js';
import type { ListedFile, Listing, Skip, Skipped } from './listing.js';
import type { Fetched, Origin } from './quarantine.js';
import { printable } from './safePath.js';

/** Where a listing comes from. */
export interface Place {
  readonly origin: Omit<Origin, 'path'>;
  /** Folder inside the source in which skills are looked for; empty for all of it. */
  readonly path: string;
  /** Name of the source itself, for a skill at its root. */
  readonly name: string;
}

/** Words in brackets behind a file that was left out. */
const kinds: Readonly<Record<Skip, string>> = {
  link: 'symbolic link',
  submodule: 'submodule',
  special: 'not a regular file',
  name: 'unusable name',
  foreign: 'not part of a skill',
  'large-file-storage': 'content is in Git LFS',
};

/**
 * The skills in a source: each folder with a SKILL.md, at most {@link limits.depth} levels down. A skill inside another one is part of it.
 * What breaks rules of the format comes with its diagnostics: the person decides in quarantine.
 * @throws {HumanError} when there is none, or more than the limits allow
 */
export async function findSkills(listing: Listing, place: Place, signal: AbortSignal): Promise<readonly Fetched[]> {
  const groups = await group(listing, place);
  if (!groups.length) throw none(listing, place);
  const total = new Budget(limits.total, place.origin.source);
  const found: Fetched[] = [];
  for (const each of groups) {
    throwIfCancelled(signal);
    found.push(await fetch(listing, place, each, total, signal));
    // Hashing and reading the format take their time: others get a turn.
    await turn();
  }
  return found;
}

/** Files of a large repository sorted before others get a turn: some 10 ms. */
const atOnce = 10_000;

interface Group {
  /** Path of the skill's folder in the source. */
  readonly folder: string;
  readonly marker: ListedFile;
  readonly files: ListedFile[];
  readonly skipped: Skipped[];
}

async function group({ files, skipped }: Listing, { path }: Place): Promise<readonly Group[]> {
  const groups = new Map<string, Group>();
  const markers: ListedFile[] = [];
  for (const [index, file] of files.entries()) {
    if (index % atOnce === 0) await turn();
    if (isMarker(file.path) && isInside(file.path, path)) markers.push(file);
  }
  for (const marker of markers.sort(outermostFirst)) {
    const folder = parentOf(marker.path);
    const depth = folder === path ? 0 : relative(folder, path).split('/').length;
    if (depth <= limits.depth && !ancestor(groups, folder))
      groups.set(folder, { folder, marker, files: [], skipped: [] });
  }
  for (const [index, file] of files.entries()) {
    if (index % atOnce === 0) await turn();
    ancestor(groups, parentOf(file.path))?.files.push(file);
  }
  for (const one of skipped) ancestor(groups, parentOf(one.path))?.skipped.push(one);
  return [...groups.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Other tools also take `skill.md`; it becomes SKILL.md here. */
const isMarker = (path: string): boolean => /(?:^|\/)skill\.md$/i.test(path.slice(-9));

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const isInside = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);
const relative = (path: string, folder: string): string => (folder === '' ? path : path.slice(folder.length + 1));
const levels = (path: string): number => path.split('/').length;

const outermostFirst = (a: ListedFile, b: ListedFile): number =>
  levels(a.path) - levels(b.path) || (a.path < b.path ? -1 : 1);

/** The skill a folder belongs to. */
function ancestor(groups: ReadonlyMap<string, Group>, folder: string): Group | undefined {
  for (let current = folder; ; current = parentOf(current)) {
    const found = groups.get(current);
    if (found ?? current === '') return found;
  }
}

async function fetch(
  listing: Listing,
  place: Place,
  { folder, marker, files, skipped }: Group,
  total: Budget,
  signal: AbortSignal,
): Promise<Fetched> {
  const shown = folder || place.name;
  const { usable, twins } = withoutTwins(files, marker);
  if (usable.length > limits.filesPerSkill)
    throw new HumanError(text('“{0}” has more than {1} files: too many to import.', shown, limits.filesPerSkill));
  if (usable.some(({ path }) => levels(relative(path, folder)) > limits.levelsOfSkill + 1))
    throw new HumanError(text('“{0}” has more than {1} levels of folders.', shown, limits.levelsOfSkill));
  const budget = new Budget(limits.skill, shown, total);
  // What it says of itself is enough to refuse it, and never enough to believe it.
  budget.require(usable.reduce((sum, { size }) => sum + size, 0));
  const read = await listing.read(usable, budget, signal);
  const content = new Map<string, FileContent>();
  const missing: Skipped[] = [];
  for (const file of usable) {
    const one = read.get(file.path);
    if (one) content.set(file === marker ? 'SKILL.md' : relative(file.path, folder), one);
    else missing.push({ path: file.path, why: 'large-file-storage' });
  }
  const data = content.get('SKILL.md')?.data ?? new Uint8Array();
  const { name, diagnostics } = inspect(data, folder.slice(folder.lastIndexOf('/') + 1), place.name, [
    ...content.keys(),
  ]);
  return {
    name,
    origin: { ...place.origin, path: folder },
    content: sorted(content),
    diagnostics,
    skipped: [...skipped, ...twins, ...missing].map(
      ({ path, why }) => `${printable(relative(path, folder))} (${kinds[why]})`,
    ),
  };
}

/** On some systems two of these names would be one file, or a file and a folder; the first in the order of names stays. */
function withoutTwins(files: readonly ListedFile[], marker: ListedFile): { usable: ListedFile[]; twins: Skipped[] } {
  const taken = new Set<string>();
  const folders = new Set<string>();
  const usable: ListedFile[] = [];
  const twins: Skipped[] = [];
  const others = files.filter((file) => file !== marker).sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of [marker, ...others]) {
    const folded = foldName(file.path);
    const above = parentsOf(folded);
    if (taken.has(folded) || folders.has(folded) || above.some((folder) => taken.has(folder))) {
      twins.push({ path: file.path, why: 'name' });
      continue;
    }
    taken.add(folded);
    for (const folder of above) folders.add(folder);
    usable.push(file);
  }
  return { usable, twins };
}

/** All folders above a path, nearest first. */
function parentsOf(path: string): string[] {
  const above: string[] = [];
  for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) above.push(folder);
  return above;
}

const sorted = (content: Content): Content => new Map([...content].sort(([a], [b]) => (a < b ? -1 : 1)));

function none({ files }: Listing, { origin, path }: Place): HumanError {
  if (path !== '' && !files.some((file) => isInside(file.path, path)))
    return new HumanError(text('There is no folder “{0}” in “{1}”.', path, origin.source));
  return new HumanError(
    text('No skill was found in “{0}”: a skill is a folder with a file SKILL.md.', path || origin.source),
  );
}
