import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import { maxFindings, type Subject } from './subject.js';

/** The target of a Markdown link or picture. */
const link = /\]\(\s*<?([^()\s<>]{1,300})>?/g;
/** A file in one of the folders of the specification, wherever it is mentioned. */
const mention = /(?<![\w./~$}>\]@*-])(?:\.\/)?((?:scripts|references|assets)\/[\w./-]{1,200})/g;
/** Stands for a name, is none. */
const placeholder = /[*{}$<>|…]|\.\.\.|(?:^|[/_-])(?:your|my|foo|bar|example|xxx|name|path|file|script)(?:[/_.-]|$)/i;

interface Reference {
  /** Relative to the skill's folder, with forward slashes. */
  readonly path: string;
  readonly offset: number;
}

/** Rules for the files that the instructions point to. */
export function referenceFindings(subject: Subject): Diagnostic[] {
  const { body, bodyStart, lineOf, paths } = subject;
  const found: Diagnostic[] = [];
  const lineAt = (offset: number): number => lineOf(bodyStart + offset);
  const references = referencesIn(body);
  if (!references.length) return found;
  const known = paths && withFolders(paths);
  const seen = new Set<string>();
  for (const { path, offset } of references) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (found.length >= maxFindings) break;
    if (path.startsWith('../'))
      found.push(finding('reference-outside', lineAt(offset), text('“{0}” leads out of the skill’s folder.', path)));
    else if (known && !known.has(path))
      found.push(finding('reference-missing', lineAt(offset), text('There is no file “{0}” in the folder.', path)));
    else if (/\.(?:md|markdown|txt)$/i.test(path) && path.split('/').length > 2)
      found.push(
        finding('reference-deep', lineAt(offset), text('Keep documents in one folder below the skill: “{0}”.', path)),
      );
  }
  return found;
}

function referencesIn(body: string): Reference[] {
  const found: Reference[] = [];
  if (body.includes('](')) {
    const inCode = codeFinder(body);
    for (const { 1: target = '', index } of body.matchAll(link)) {
      const path = inCode(index) ? undefined : localPath(target);
      if (path !== undefined) found.push({ path, offset: index });
    }
  }
  if (/scripts\/|references\/|assets\//.test(body))
    for (const { 1: target = '', index } of body.matchAll(mention)) {
      const path = target.replace(/[./-]+$/, '');
      if (/\.\w{1,8}$/.test(path) && !path.includes('//') && !placeholder.test(path))
        found.push({ path, offset: index });
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

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function withFolders(paths: readonly string[]): Set<string> {
  const known = new Set(paths);
  for (const path of paths)
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) known.add(path.slice(0, at));
  return known;
}

/** Tells whether an offset lies in a fenced block or between backticks, where links are examples. Offsets must be asked in order. */
function codeFinder(body: string): (offset: number) => boolean {
  const marks = Array.from(body.matchAll(/^[ \t]{0,12}(?:`{3,}|~{3,})/gm), ({ index }) => index);
  let passed = 0;
  return (offset) => {
    while (passed < marks.length && (marks[passed] ?? 0) < offset) passed++;
    if (passed % 2) return true;
    const line = body.slice(Math.max(body.lastIndexOf('\n', offset) + 1, offset - 1000), offset);
    return (line.match(/`/g)?.length ?? 0) % 2 === 1;
  };
}
