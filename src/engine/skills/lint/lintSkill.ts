import { parseSkill, type ParsedSkill } from '../format.js';
import type { Diagnostic } from '../skill.js';
import { blobFindings } from './blobs.js';
import { bodyFindings } from './body.js';
import { commandFindings } from './commands.js';
import { hiddenFindings } from './hidden.js';
import { injectionFindings } from './injection.js';
import { referenceFindings } from './references.js';
import { secretFindings } from './secrets.js';
import { lineFinder, type Subject } from './subject.js';

const rules: readonly ((subject: Subject) => Diagnostic[])[] = [
  bodyFindings,
  referenceFindings,
  hiddenFindings,
  secretFindings,
  commandFindings,
  blobFindings,
  injectionFindings,
];

/**
 * Reads a SKILL.md as `parseSkill` does and adds what the rules about its content find; `codes.ts` lists them all. Never throws; takes time
 * linear in the text.
 * @param input `folder` is the name of the skill's folder, `paths` its files with forward slashes, where they are known
 */
export function lintSkill(input: {
  readonly source: string;
  readonly folder: string;
  readonly paths?: readonly string[] | undefined;
}): ParsedSkill {
  const { source, folder, paths } = input;
  const parsed = parseSkill(source, folder);
  // A file that is too large to be read is too large to be looked through.
  if (parsed.diagnostics.some(({ code }) => code === 'file-too-large')) return parsed;
  const body = parsed.ok ? parsed.body : source;
  const subject: Subject = {
    source,
    lower: source.toLowerCase(),
    body,
    bodyStart: source.length - body.length,
    parsed,
    paths,
    lineOf: lineFinder(source),
  };
  const diagnostics = [...parsed.diagnostics, ...rules.flatMap((rule) => rule(subject))];
  return { ...parsed, diagnostics: diagnostics.sort((a, b) => a.line - b.line) };
}
