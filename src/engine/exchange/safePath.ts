import { visible } from '../safety/hidden.js';

/**
 * What is wrong with the path of a file that comes from outside. `escape`: it names a place outside its folder, or may do so on some
 * system. `unusable`: not every system can have a file of this name (control and special characters, device names, dots or spaces at the
 * end, more than 255 bytes).
 */
export function pathFault(path: string): 'escape' | 'unusable' | undefined {
  if (/[\\\0]/.test(path) || /^(?:[A-Za-z]:|\/)/.test(path)) return 'escape';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return 'escape';
  return path.length > longestPath || segments.some(isUnusable) ? 'unusable' : undefined;
}

/** Windows takes 260 characters for a whole path by default; the rest is for the folders above. */
const longestPath = 200;

const isUnusable = (segment: string): boolean =>
  /[\u0000-\u001f\u007f-\u009f<>:"|?*]|[. ]$/.test(segment) ||
  /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment) ||
  /\p{Cs}/u.test(segment) ||
  Buffer.byteLength(segment) > 255;

/** Folders that are never part of a skill (anchors.md B.2). */
const foreign = /^(?:\.git|node_modules)$/i;

/** What systems and programs leave behind; the library leaves it out, too. */
const litter = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX|__pycache__|\..+\.\d+\.[0-9a-f]{12}\.tmp)$/;

/** The kind in which a name is no part of a skill, if it is none. */
export const leftOut = (segment: string): 'foreign' | 'litter' | undefined =>
  foreign.test(segment) ? 'foreign' : litter.test(segment) ? 'litter' : undefined;

/** A name from outside as one line a person can read, whatever characters are in it. */
export const printable = (name: string): string =>
  visible(name)
    .replace(/[\n\t]/g, (one) => (one === '\n' ? '\\n' : '\\t'))
    .slice(0, longestShown);

/** Characters. */
const longestShown = 200;
