import { text } from '../text.js';
import type { Field, Fields } from './fields.js';
import { readFrontMatter, type ReadFrontMatter, type Repair } from './frontmatter.js';
import { descriptionFindings, maxDescription } from './lint/description.js';
import { finding } from './lint/finding.js';
import { keyFindings } from './lint/keys.js';
import { nameFindings } from './lint/names.js';
import { optionalFindings, toolsIn } from './lint/optional.js';
import { isUsableName } from './name.js';
import type { Diagnostic } from './skill.js';

/** What {@link parseSkill} found in a SKILL.md. */
export type ParsedSkill =
  | {
      /** It can be used. It may break rules of the format all the same; then {@link diagnostics} has errors. */
      readonly ok: true;
      /** The folder's name, which the front matter should say, too. */
      readonly name: string;
      /** No more than its first 1,024 characters: who says more does not get more attention. */
      readonly description: string;
      readonly license: string | undefined;
      readonly compatibility: string | undefined;
      /** One entry per tool, such as `Bash(git:*)`. It never grants anything by itself. */
      readonly allowedTools: readonly string[];
      /** Values as they are written; what is neither text nor number is left out. */
      readonly metadata: ReadonlyMap<string, string>;
      /** Everything after the front matter. */
      readonly body: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** At least one diagnostic is an error. */
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a SKILL.md by the rules of the Agent Skills format (agentskills.io), tolerantly: usable is what has a description, front matter that
 * can be read and a folder whose name can stand for it. Every broken rule of the front matter is a diagnostic, sorted by line; the rest of
 * the rules is `lintSkill`. Never throws, runs nothing, and takes well under a millisecond for usual files.
 * @param folder name of the folder the file lies in
 */
export function parseSkill(source: string, folder: string): ParsedSkill {
  const front = readFrontMatter(source);
  if (!front.ok) return { ok: false, diagnostics: [front.diagnostic] };
  const { fields } = front;
  const diagnostics = [
    ...front.repairs.map(repairFinding),
    ...nameFindings(fields.name, folder),
    ...descriptionFindings(fields.description),
    ...optionalFindings(fields),
    ...keyFindings(fields),
  ].sort((a, b) => a.line - b.line);
  const use = useOf(front, folder);
  if (!use) return { ok: false, diagnostics };
  return {
    ok: true,
    ...use,
    license: fields.license?.value ?? undefined,
    compatibility: fields.compatibility?.value ?? undefined,
    allowedTools: toolsIn(fields['allowed-tools']),
    metadata: metadataIn(fields),
    diagnostics,
  };
}

/** What an agent has of a skill. */
export interface SkillUse {
  readonly name: string;
  readonly description: string;
  readonly body: string;
}

/** What {@link parseSkill} reads of a file that can be used, without looking for what is wrong with it; undefined for any other. */
export function readUse(source: string, folder: string): SkillUse | undefined {
  const front = readFrontMatter(source);
  return front.ok ? useOf(front, folder) : undefined;
}

function useOf({ fields, body }: ReadFrontMatter, folder: string): SkillUse | undefined {
  const description = fields.description?.value ?? '';
  if (!description.trim() || !isUsableName(folder)) return undefined;
  return { name: folder, description: firstOf(description), body };
}

const metadataIn = ({ metadata }: Fields): ReadonlyMap<string, string> =>
  new Map(
    metadata?.kind === 'map'
      ? metadata.items.flatMap(({ key, value }: Field) => (value === null ? [] : [[key, value]]))
      : [],
  );

const repairFinding = ({ why, line }: Repair): Diagnostic =>
  why === 'colon'
    ? finding('value-colon', line, text('A value with “: ” must stand in quotes; other tools cannot read the file.'))
    : finding('value-reserved', line, text('This value must stand in quotes; other tools cannot read the file.'));

/** Most descriptions have fewer UTF-16 units than there may be characters. */
const firstOf = (description: string): string =>
  description.length > maxDescription ? Array.from(description).slice(0, maxDescription).join('') : description;
