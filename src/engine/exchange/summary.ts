import { stripHidden } from '../safety/hidden.js';
import { parseSkill } from '../skills/format.js';
import type { Diagnostic } from '../skills/skill.js';
import type { Content, Tree } from '../skills/tree.js';

/** What a person must see of a skill's content before they trust it. Lists are short; the count beside each tells how long it really is. */
export interface ContentSummary {
  readonly files: number;
  readonly bytes: number;
  /** Files that can be run: by their ending, their permission or their first line. */
  readonly scripts: Sample;
  /** Findings of the linter by code, most frequent first. */
  readonly errors: readonly CodeCount[];
  readonly warnings: readonly CodeCount[];
  /** What was found by reading the files; absent when only their list was given. */
  readonly inside?: {
    /** Servers of the web addresses in it. */
    readonly hosts: Sample;
    /** What the front matter asks to be allowed; it grants nothing. */
    readonly allowedTools: readonly string[];
    /** Characters that a model reads and a person does not see. */
    readonly hiddenCharacters: number;
    /** Files that are no text, or came after {@link scanned} bytes: nobody has looked into them. */
    readonly unread: Sample;
  };
}

export interface Sample {
  readonly count: number;
  /** The first of them, sorted. */
  readonly first: readonly string[];
}

export interface CodeCount {
  readonly code: string;
  readonly count: number;
}

/** Length of the lists. */
const shown = 12;
/** Bytes of text that are looked through; some 20 ms of work. */
const scanned = 2 * 1024 * 1024;

const runnable =
  /\.(?:sh|bash|zsh|fish|ksh|py|pyw|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|pl|pm|php|lua|tcl|r|awk|ps1|psm1|bat|cmd|vbs|wsf|applescript|scpt|jar|class|exe|msi|com|dll|so|dylib|bin|wasm|app|apk|deb|rpm|command|desktop|go|rs|swift|java|kts?)$/i;

/** Sums up a skill's content. Without `content` only what the list of files and the linter tell. */
export function summaryOf(item: {
  readonly files: Tree;
  readonly diagnostics: readonly Diagnostic[];
  readonly content?: Content;
}): ContentSummary {
  const { files, diagnostics, content } = item;
  const scripts = files.filter(
    ({ path, executable }) => executable || runnable.test(path) || hasInterpreter(content?.get(path)?.data),
  );
  const count = (severity: Diagnostic['severity']): readonly CodeCount[] =>
    countCodes(diagnostics.filter((one) => one.severity === severity));
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    scripts: sample(scripts.map(({ path }) => path)),
    errors: count('error'),
    warnings: count('warning'),
    ...(content ? { inside: lookInside(content) } : {}),
  };
}

const hasInterpreter = (data: Uint8Array | undefined): boolean => data?.[0] === 0x23 && data[1] === 0x21;

function countCodes(diagnostics: readonly Diagnostic[]): readonly CodeCount[] {
  const counts = new Map<string, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function lookInside(content: Content): NonNullable<ContentSummary['inside']> {
  const hosts = new Set<string>();
  const unread: string[] = [];
  let hiddenCharacters = 0;
  let left = scanned;
  let allowedTools: readonly string[] = [];
  // SKILL.md first: it is what every run reads.
  const files = [...content].sort(([a], [b]) => Number(b === 'SKILL.md') - Number(a === 'SKILL.md'));
  for (const [path, { data }] of files) {
    const words = data.length <= left ? decode(data) : undefined;
    if (words === undefined) {
      unread.push(path);
      continue;
    }
    left -= data.length;
    hiddenCharacters += stripHidden(words.startsWith('\ufeff') ? words.slice(1) : words).count;
    for (const [address] of words.matchAll(addresses)) hosts.add(hostOf(address));
    if (path !== 'SKILL.md') continue;
    const parsed = parseSkill(words, 'skill');
    if (parsed.ok) allowedTools = parsed.allowedTools;
  }
  hosts.delete('');
  return { hosts: sample([...hosts]), allowedTools, hiddenCharacters, unread: sample(unread) };
}

const addresses = /\b(?:https?|wss?|ftps?|ssh|git):\/\/(?:\[[0-9a-f:.]{2,45}\])?[^\s"'<>()[\]{}|\\^`]{0,2000}/gi;

/** The server that is really meant: `https://good.example@evil.example` is evil.example. */
function hostOf(address: string): string {
  try {
    const { hostname } = new URL(address);
    return /[\p{L}\p{N}]/u.test(hostname) ? hostname.replace(/\.$/, '') : '';
  } catch {
    return '';
  }
}

function decode(data: Uint8Array): string | undefined {
  try {
    const words = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    return words.includes('\0') ? undefined : words;
  } catch {
    return undefined;
  }
}

const sample = (all: readonly string[]): Sample => ({ count: all.length, first: [...all].sort().slice(0, shown) });
