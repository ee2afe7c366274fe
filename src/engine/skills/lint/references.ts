import { text, type Text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import type { Code } from './codes.js';
import { finding } from './finding.js';
import { maxFindings, type Subject } from './subject.js';

/** The target of a Markdown link or picture. */
const link = /\]\(\s*<?([^()\s<>]{1,300})>?/g;
/** A file in one of the folders of the specification, wherever it is mentioned. */
const mention = /(?<![\w./~$}>\]@*-])(?:\.\/)?((?:scripts|references|assets)\/[\w./-]{1,200})/g;
/** Stands for a name, is none. */
const placeholder =
  /[*{}$<>|…]|\.\.\.|(?:^|[/_-])(?:your|my|foo|bar|example|xxx)(?:[/_.-]|$)|(?:^|\/)(?:name|path|file|filename|script|link|url)\.\w+$/i;

interface Reference {
  /** Relative to the skill's folder, with forward slashes. */
  readonly path: string;
  readonly offset: number;
  /** In a block of code and no link: it may be a file of the project the skill is used in. */
  readonly inBlock: boolean;
}

/** Rules for the files that the instructions point to. */
export function referenceFindings(subject: Subject): Diagnostic[] {
  const { body, bodyStart, lineOf, paths } = subject;
  const found: Diagnostic[] = [];
  const known = paths && withFolders(paths);
  const seen = new Set<string>();
  for (const { path, offset, inBlock } of referencesIn(body)) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (found.length >= maxFindings) break;
    const add = (code: Code, message: Text): number => found.push(finding(code, lineOf(bodyStart + offset), message));
    if (path.startsWith('../')) add('reference-outside', text('“{0}” leads out of the skill’s folder.', path));
    else if (known && !known.has(path) && !(inBlock && !known.has(topOf(path))))
      add('reference-missing', text('There is no file “{0}” in the folder.', path));
    else if (isDeepDocument(path))
      add('reference-deep', text('Keep documents in one folder below the skill: “{0}”.', path));
  }
  return found;
}

const topOf = (path: string): string => path.slice(0, path.indexOf('/'));

/** Assets and scripts may lie as deep as they like: nobody has to find them by reading on. */
const isDeepDocument = (path: string): boolean =>
  /\.(?:md|markdown|txt)$/i.test(path) && path.split('/').length > 2 && !/^(?:assets|scripts)\//.test(path);

function referencesIn(body: string): Reference[] {
  const found: Reference[] = [];
  if (body.includes('](')) {
    const codeAt = codeFinder(body);
    for (const { 1: target = '', index } of body.matchAll(link)) {
      const path = localPath(target);
      if (path !== undefined && codeAt(index) === 'none') found.push({ path, offset: index, inBlock: false });
    }
  }
  if (/scripts\/|references\/|assets\//.test(body)) {
    const codeAt = codeFinder(body);
    for (const { 1: target = '', index } of body.matchAll(mention)) {
      const path = target.replace(/[./-]+$/, '');
      if (/\.\w{1,8}$/.test(path) && !path.includes('//') && !placeholder.test(path))
        found.push({ path, offset: index, inBlock: codeAt(index) === 'block' });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** The file a link points to; `undefined` for addresses, headings, absolute paths and stand-ins. */
function localPath(target: string): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|[/#?~])/i.test(target) || placeholder.test(target)) return undefined;
  const path = decoded(target.replace(/[#?].*$/, ''))
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  if (path.startsWith('../')) return path;
  return /\.\w{1,8}$/.test(path) ? path : undefined;
}

/** Only where nothing can go wrong: errors cost far more than what they tell. */
function decoded(path: string): string {
  if (!/^(?:[^%]|%[0-7][0-9a-f])*$/i.test(path)) return path;
  return decodeURIComponent(path);
}

function withFolders(paths: readonly string[]): Set<string> {
  const known = new Set(paths);
  for (const path of paths)
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) known.add(path.slice(0, at));
  return known;
}

/**
 * Tells whether an offset lies in a fenced block or between backticks, where links are examples. Offsets must be asked in order, so that the
 * text is walked through once.
 */
function codeFinder(body: string): (offset: number) => 'block' | 'inline' | 'none' {
  const marks = Array.from(body.matchAll(/^[ \t]{0,12}(?:`{3,}|~{3,})/gm), ({ index }) => index);
  let passed = 0;
  let at = 0;
  let ticks = 0;
  return (offset) => {
    while (passed < marks.length && (marks[passed] ?? 0) < offset) passed++;
    for (; at < offset; at++) {
      const code = body.charCodeAt(at);
      if (code === 10) ticks = 0;
      else if (code === 96) ticks++;
    }
    return passed % 2 ? 'block' : ticks % 2 ? 'inline' : 'none';
  };
}
