import { setField } from '../../skills/edit.js';
import { readFrontMatter } from '../../skills/frontmatter.js';

/** How a reply holds a whole skill, for the prompt. */
export const skillForm = `\`\`\`\`skill
---
name: ...
description: ...
---
# ...
\`\`\`\``;

/** What the format allows, for the prompt. */
export const formatRules =
  'Name: lower-case letters, digits and single hyphens, at most 64. Description: at most 1024 characters, no < or >.';

/** A reply in the form of {@link skillForm}. */
export interface SkillReply {
  /** What stands before the block: what the skill is for, or what the change does. */
  readonly summary: string;
  readonly source: string;
  /** What stands behind the block. */
  readonly rest: string;
}

const longestSummary = 1000;

/**
 * Reads a reply that holds a complete SKILL.md; `undefined` when it is the one word NOTHING.
 * @throws {Error} whose message tells the writer what to correct
 */
export function readSkillReply(content: string): SkillReply | undefined {
  if (/^\W*NOTHING\W*$/.test(content)) return undefined;
  const block = /(`{3,})skill\s*\n([\s\S]*?)\n\1/.exec(content);
  if (!block?.[2]) throw new Error('It held no block of four backticks and the word skill with the complete SKILL.md.');
  return {
    summary: content.slice(0, block.index).trim().slice(0, longestSummary),
    source: quotedFields(`${block[2].trimEnd()}\n`),
    rest: content.slice(block.index + block[0].length),
  };
}

/** We read tolerantly and write strictly: a name or description that other readers would not take for text is put into quotes. */
function quotedFields(source: string): string {
  const front = readFrontMatter(source);
  if (!front.ok) return source;
  return (['name', 'description'] as const).reduce((written, key) => {
    const value = front.fields[key]?.value;
    return value ? setField(written, key, value) : written;
  }, source);
}
