import path from 'node:path';

/** Folders of the system, where a person without special rights changes nothing. */
const system =
  /^\/(usr|bin|sbin|lib|lib32|lib64|opt|etc|dev\/(null|zero|full|random|urandom|stdin|stdout|stderr|fd))(\/|$)/;

/**
 * Whether a command line names something outside the folder it runs in: an absolute path but those of the system, `..`, the home folder, or the
 * workspace itself. Goes by the words alone and says yes in doubt: what stands in a pattern of awk may look like a path.
 *
 * @param workspace real path of the person's workspace
 */
export function namesOutside(
  command: string,
  workspace: string,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (command.includes(workspace)) return true;
  if (/(^|[^\w.])\.\.([^\w.]|$)/.test(command)) return true;
  if (/(^|[\s"'`=:(<>|;&,])~/.test(command) || /(^|[;&|\n(])\s*cd\s*($|[;&|\n)])/.test(command)) return true;
  if (platform === 'win32') return /%[A-Za-z_]\w*%|[A-Za-z]:[\\/]|\\\\/.test(command);
  if (/\$\{?(HOME|OLDPWD|TMPDIR|XDG_\w+)\b/.test(command)) return true;
  const absolute = command.matchAll(/(?<![\w.*?)\]}-])\/[^\s"'`;|&<>()=:,]*/g);
  return [...absolute].some(([found]) => !system.test(path.posix.normalize(found)));
}
