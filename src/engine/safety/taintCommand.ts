import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * What a command line says of where its output comes from. A guard-rail by text, not proof: a program can fetch and read what its command line
 * does not name. Where in doubt the answer is yes: what comes in by mistake costs a quarantined proposal, what is missed is trusted.
 */

/** Programs that do nothing but bring text from another machine, wherever the word stands. */
const downloaders =
  /(?<![\w.-])(?:curl|wget|aria2c|httpie|lynx|iwr|irm|invoke-webrequest|invoke-restmethod)(?![\w.-])/i;

/** Where a program may stand in a command line: the words before it start another program. */
const start = String.raw`(?:^|[\n;&|(\`{"']|\b(?:then|do|else|env|nohup|exec|command|time|xargs|sudo|timeout[ \t]+\S{1,20})[ \t])[ \t]*(?:\S{0,80}\/)?`;

/** Programs that are ordinary words elsewhere. */
const speakers = new RegExp(
  String.raw`${start}(?:ssh|scp|sftp|ftp|rsync|nc|ncat|netcat|socat|telnet|dig|nslookup|host|http|https|gh|npx|bunx|uvx|w3m)(?=\s|$)`,
  'i',
);

const option = String.raw`(?:[ \t]+-{1,2}[^\s]{1,80}(?:[ \t]+[^\s-][^\s]{0,200})?){0,8}`;
/** Programs that fetch when they are told to. */
const fetchVerbs: readonly (readonly [program: string, verbs: string])[] = [
  [
    'git|hg|svn',
    String.raw`clone|fetch|pull|ls-remote|checkout[ \t]+svn|remote[ \t]+update|submodule[ \t]+(?:update|add)`,
  ],
  ['npm|pnpm|yarn|bun|deno', 'i|in|install|ci|add|up|update|upgrade|dlx|create|exec|x|view|info|audit|outdated'],
  [String.raw`pip[0-9.]{0,4}|pipx|uv|poetry|conda|mamba`, 'install|add|download|sync|update|run|search|lock|create'],
  [
    'cargo|go|gem|bundle|composer|dotnet|mvn|gradle',
    'install|add|get|fetch|update|require|restore|search|mod[ \\t]+download',
  ],
  ['apt|apt-get|apk|dnf|yum|brew|pacman|choco|winget|snap', '-S\\w*|install|add|update|upgrade|fetch|search'],
  ['docker|podman|helm|kubectl', 'pull|run|build|search|exec|logs|get|describe'],
];
const fetching = fetchVerbs.map(
  ([program, verbs]) => new RegExp(String.raw`(?<![\w.-])(?:${program})${option}[ \t]+(?:${verbs})(?![\w-])`, 'i'),
);

/** Any address but that of a file; bash has one of its own for sockets. */
const address = /(?<![a-z0-9+.-])(?!file:)[a-z][a-z0-9+.-]{1,20}:\/\/|\/dev\/(?:tcp|udp)\//i;

/** Whether a command line brings text from another machine, as far as it can be seen. */
export const fetches = (command: string): boolean =>
  address.test(command) ||
  downloaders.test(command) ||
  speakers.test(command) ||
  fetching.some((pattern) => pattern.test(command));

/** A word that may be a path: it stands where a word begins and not behind `>`, which only writes. */
const pathWord =
  /(?<=^|[\s=(<:,|;&{`])(?<!>[ \t]{0,8})(?:\/|~|\$\{?HOME\b|\$\{?OLDPWD\b|\$\{?TMPDIR\b|(?:[^\s;&|<>()]{0,200}\/)?\.\.(?=\/|$|[\s;&|)]))[^\s;&|<>()`,]{0,400}/g;
const windowsPath =
  /(?:^|[\s"'=])([A-Za-z]:[\\/][^\s"']{0,400}|%[A-Z]{3,20}%[^\s"']{0,400}|\$env:\w{1,40}[^\s"']{0,400})/g;

/** Programs that read a folder by its bare name; elsewhere `/` divides and `~` compares. */
const bareFolder = /(?<![\w.-])(?:ls|find|tree|du|cd|grep|rg|fd|tar)[ \t]+(?:-\S{1,40}[ \t]+){0,8}(\/|~)(?=\s|$)/g;

/** Devices that hold no text of anybody's, and folders whose files are only run. */
const harmless =
  /^\/dev\/(?:null|zero|full|u?random|tty|std(?:in|out|err)|fd(?:\/\d+)?)$|^\/(?:usr\/(?:local\/)?)?s?bin(?:\/|$)|^\/opt\/homebrew\/bin(?:\/|$)/;

const leadingCd = /^\s*cd[ \t]+(?:--[ \t]+)?([^\s;&|<>$~"'`]{1,200})[ \t]*(?:&&|;|\n)/;

/** Where a command runs. */
export interface CommandPlace {
  /** Real path of the workspace. */
  readonly workspace: string;
  /** Folder it runs in, relative to the workspace. */
  readonly cwd: string;
}

/**
 * Paths outside the workspace that a command line names to read from. An absolute path counts when something lies where it begins: `/healthz/` in a
 * pattern of awk is no path.
 */
export async function outsidePaths(command: string, { workspace, cwd }: CommandPlace): Promise<readonly string[]> {
  // Quotes and escapes join to one word what is a path to the shell.
  const plain = command.replace(/["'\\]/g, '');
  const base = path.resolve(workspace, cwd, leadingCd.exec(plain)?.[1] ?? '.');
  const found = new Set<string>();
  for (const [word] of plain.matchAll(pathWord)) if (await leadsOutside(word, workspace, base)) found.add(word);
  for (const [, word = ''] of plain.matchAll(bareFolder)) found.add(word);
  if (process.platform === 'win32')
    for (const [, word = ''] of command.matchAll(windowsPath)) if (!inside(workspace, word)) found.add(word);
  return [...found];
}

async function leadsOutside(word: string, workspace: string, base: string): Promise<boolean> {
  if (word.startsWith('$') || /^~[a-z_][\w-]{0,31}\//.test(word)) return true;
  if (word.startsWith('~')) return word.startsWith('~/') && (await begins(os.homedir(), word.slice(2)));
  if (!word.startsWith('/')) return !inside(workspace, path.resolve(base, word));
  const absolute = path.normalize(word);
  return !harmless.test(absolute) && !inside(workspace, absolute) && (await begins('/', absolute.slice(1)));
}

function inside(workspace: string, absolute: string): boolean {
  const relative = path.relative(workspace, absolute);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Whether a folder has an entry that a relative path, which may hold patterns of the shell, can begin with. */
async function begins(folder: string, relative: string): Promise<boolean> {
  const [first = ''] = relative.split('/');
  const literal = /^[^*?[{$]*/.exec(first)?.[0] ?? '';
  if (literal === '') return false;
  const entries = await readdir(folder).catch(() => []);
  return entries.some((entry) => (literal === first ? entry === first : entry.startsWith(literal)));
}
