import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { codeOf, explained, fileProblem } from './fileProblem.js';

/**
 * The real absolute path a tool may read: inside the workspace after every symbolic link is followed. What does not exist yet is judged by
 * its nearest existing parent. A guard-rail, not a boundary: use the result through `act/folder.ts`, which opens it without following links.
 *
 * @param workspace real path of the workspace folder
 * @param requested what the model asked for, relative to the workspace or absolute
 * @throws {HumanError} for everything that leads outside or hides what it names
 */
export async function resolveInside(workspace: string, requested: string): Promise<string> {
  let current = workspace;
  const segments = lexicalSegments(workspace, requested);
  for (const [index, segment] of segments.entries()) {
    const next = path.join(current, segment);
    const kind = await kindOf(next, requested);
    if (kind === 'nothing') return path.join(current, ...segments.slice(index));
    current = kind === 'link' ? await followInside(workspace, next, requested) : next;
  }
  return current;
}

/**
 * The absolute path a tool may write: as {@link resolveInside}, but no component may be a symbolic link, and the skill library is refused
 * (only accepting a proposal changes it).
 *
 * @throws {HumanError} when the path is refused
 */
export async function resolveForWrite(workspace: string, requested: string): Promise<string> {
  const segments = lexicalSegments(workspace, requested);
  if (!segments.length) throw new HumanError(text('“{0}” is a folder, not a file.', requested));
  if (segments.some((segment) => foldName(segment) === '.memento'))
    throw new HumanError(text('“{0}” belongs to the skill library: it changes only by a proposal.', requested));
  let current = workspace;
  for (const [index, segment] of segments.entries()) {
    current = path.join(current, segment);
    const kind = await kindOf(current, requested);
    if (kind === 'nothing') return path.join(current, ...segments.slice(index + 1));
    if (kind !== 'link') continue;
    const link = relativeTo(workspace, current);
    const target = await readlink(current).catch(() => '?');
    throw new HumanError(text('“{0}” is a symbolic link to “{1}”: write to the real path instead.', link, target));
  }
  return current;
}

/** Path relative to the workspace with forward slashes, '.' for the workspace itself: how events and people name files. */
export const relativeTo = (workspace: string, absolute: string): string =>
  path.relative(workspace, absolute).split(path.sep).join('/') || '.';

/**
 * A name as the most forgiving file system would take it: letter case, Unicode compatibility forms, characters that HFS+ ignores, dots and
 * spaces at the end (Windows). Two names that may be the same file fold to the same text.
 */
export const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[. ]+$/, '');

/** The components below the workspace, `.` and `..` resolved by text alone so that no link can bend them. */
function lexicalSegments(workspace: string, requested: string): string[] {
  if (requested.includes('\0')) throw new HumanError(text('A path cannot hold a NUL character.'));
  if (/^~([/\\]|$)/.test(requested)) throw outside(requested);
  if (path.sep === '/' && requested.includes('\\'))
    throw new HumanError(text('“{0}” holds a backslash: separate folders by “/”.', requested));
  const relative = path.relative(workspace, path.resolve(workspace, requested));
  if (path.isAbsolute(relative)) throw outside(requested);
  const segments = relative.split(path.sep).filter(Boolean);
  if (segments[0] === '..') throw outside(requested);
  const strange = segments.find(isAmbiguous);
  if (strange !== undefined)
    throw new HumanError(text('“{0}” is refused: some systems read this name as another one.', strange));
  return segments;
}

/** Names that Windows takes for another file: a stream, a short 8.3 name, a device, dots or spaces at the end. Refused everywhere. */
const isAmbiguous = (segment: string): boolean =>
  /[. ]$/.test(segment) ||
  segment.includes('::$') ||
  /^[^.]{1,6}~\d+(\.[^.]{0,3})?$/.test(segment) ||
  (path.sep === '\\' && (segment.includes(':') || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment)));

async function kindOf(absolute: string, requested: string): Promise<'nothing' | 'link' | 'other'> {
  try {
    return (await lstat(absolute)).isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nothing';
    throw fileProblem(error, requested);
  }
}

async function followInside(workspace: string, link: string, requested: string): Promise<string> {
  const target = await explained(requested, () => realpath(link));
  const relative = path.relative(workspace, target);
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) throw outside(requested);
  return target;
}

const outside = (requested: string): HumanError => new HumanError(text('“{0}” lies outside the workspace.', requested));
