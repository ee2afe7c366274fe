import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { looksLikeAddress, readAddress, type GitAddress } from './git/address.js';
import { printable } from './safePath.js';

/** What a person named as the place to import from. */
export type Source =
  { readonly kind: 'folder' | 'zip'; readonly path: string } | { readonly kind: 'git'; readonly address: GitAddress };

/** What stands at an absolute path, links followed. */
export type Exists = (absolute: string) => Promise<'folder' | 'file' | undefined>;

/**
 * Says which kind of source a text names: a folder (or its SKILL.md), a zip file (`.zip`, `.skill`), the address of a git repository, or a
 * bare repository on this disk (`...git`); the last two with `#ref` behind them.
 * @param base folder for relative paths; without it they are refused
 * @throws {HumanError} for anything else, with an example of each kind
 */
export async function sourceOf(source: string, base: string | undefined, exists: Exists): Promise<Source> {
  const given = source.trim();
  if (given === '' || given.startsWith('-') || /[\u0000-\u001f\u007f]/.test(given)) throw unknown(given);
  if (looksLikeAddress(given)) return { kind: 'git', address: readAddress(given) };
  if (base === undefined && !path.isAbsolute(given)) throw unknown(given);
  const absolute = path.resolve(base ?? path.sep, given);
  const found = await exists(absolute);
  if (found === 'folder') return isBare(absolute) ? bare(absolute, '') : { kind: 'folder', path: absolute };
  if (found === 'file' && /\.(?:zip|skill)$/i.test(given)) return { kind: 'zip', path: absolute };
  if (found === 'file' && path.basename(given).toLowerCase() === 'skill.md')
    return { kind: 'folder', path: path.dirname(absolute) };
  const [, repository = '', ref = ''] = /^(.+\.git)#(.+)$/.exec(absolute) ?? [];
  if (repository && (await exists(repository)) === 'folder') return bare(repository, ref);
  throw unknown(given);
}

/** The folder `.git` of a work tree is not what is meant by it. */
const isBare = (absolute: string): boolean => /.\.git$/.test(path.basename(absolute));

const bare = (absolute: string, ref: string): Source => ({
  kind: 'git',
  address: readAddress(pathToFileURL(absolute).href + (ref && `#${ref}`)),
});

const unknown = (given: string): HumanError =>
  new HumanError(
    text(
      '“{0}” is nothing to import from. Give a folder (./my-skills), a zip file (skills.zip, pdf.skill) or a git address (https://example.com/owner/skills.git#main).',
      printable(given),
    ),
  );
