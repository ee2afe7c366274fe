import path from 'node:path';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { sha256 } from './hash.js';

/**
 * The per-user folder shared by editor and command line: `MEMENTO_HOME`, else the platform's data folder.
 * A relative `XDG_DATA_HOME` is ignored, as the XDG base directory specification asks.
 * @throws {HumanError} when `MEMENTO_HOME` is relative: it would mean another folder for every working folder.
 */
export function userStateDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  const api = platform === 'win32' ? path.win32 : path.posix;
  const chosen = env.MEMENTO_HOME;
  if (chosen) {
    if (!api.isAbsolute(chosen))
      throw new HumanError(text('MEMENTO_HOME must be an absolute path, not “{0}”.', chosen));
    return api.normalize(chosen);
  }
  if (platform === 'win32')
    return api.join(env.LOCALAPPDATA?.trim() ? env.LOCALAPPDATA : api.join(homedir, 'AppData', 'Local'), 'Memento');
  if (platform === 'darwin') return api.join(homedir, 'Library', 'Application Support', 'Memento');
  const data = env.XDG_DATA_HOME;
  return api.join(data && api.isAbsolute(data) ? data : api.join(homedir, '.local', 'share'), 'memento');
}

/**
 * `<home>/workspaces/<id>` for a workspace given by its real path. The id is readable first (the folder's name) and unique by
 * its end (12 hex digits of the path's SHA-256), so that two folders of one name never share their state.
 */
export function workspaceStateDir(home: string, workspaceRealPath: string): string {
  // VS Code writes drive letters in lower case, Node in upper case: both must find the same state.
  const real = workspaceRealPath.replace(/^[a-z]:/, (drive) => drive.toUpperCase()).replace(/(?<=[^\\/:])[\\/]+$/, '');
  const folder = real.split(/[\\/]/).at(-1) ?? '';
  const readable = folder
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .replace(/^(.{40}).*$/u, '$1');
  const id = `${readable === '' ? 'workspace' : readable}-${sha256(real).slice(0, 12)}`;
  const api = /^[A-Za-z]:|^\\\\/.test(home) ? path.win32 : path.posix;
  return api.join(home, 'workspaces', id);
}
