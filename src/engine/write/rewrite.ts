import * as z from 'zod';
import type { ChatModel } from '../ports.js';
import { setField } from '../skills/edit.js';
import { readFrontMatter } from '../skills/frontmatter.js';
import { askModel, readJson } from './ask.js';
import { lint } from './lint.js';
import { applyEdits, lineEdit } from './patch.js';
import { type CreateInput, createPrompt, editBudget, type RewriteInput, rewritePrompt } from './prompts.js';

/** A change the model suggests, already applied and linted. */
export interface Draft {
  readonly skill: string;
  readonly after: string;
  readonly summary: string;
}

const patchReply = z.object({ summary: z.string().max(1000), edits: z.array(lineEdit).max(editBudget) });

/**
 * Asks for a small patch of a skill. `undefined` when the model finds nothing to change.
 * @throws {HumanError} when no reply could be applied
 */
export async function rewriteSkill(
  model: ChatModel,
  input: RewriteInput,
  signal: AbortSignal,
): Promise<Draft | undefined> {
  return await askModel(
    model,
    rewritePrompt(input),
    (content) => {
      const patch = readJson(content, patchReply);
      const after = applyEdits(input.skill.text, patch.edits);
      if (after === input.skill.text) return undefined;
      lint({ before: input.skill.text, after, name: input.skill.name, episodes: input.failures });
      return { skill: input.skill.name, after, summary: patch.summary };
    },
    signal,
  );
}

/**
 * Asks for a new skill. `undefined` when the model finds no rule to write down.
 * @throws {HumanError} when no reply was a valid skill with a free name
 */
export async function createSkill(
  model: ChatModel,
  input: CreateInput & { readonly taken: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<Draft | undefined> {
  return await askModel(
    model,
    createPrompt(input),
    (content) => {
      if (/^\W*NOTHING\W*$/.test(content)) return undefined;
      const block = /(`{3,})skill\s*\n([\s\S]*?)\n\1/.exec(content);
      if (!block?.[2])
        throw new Error('It held no block of four backticks and the word skill with the complete SKILL.md.');
      const after = quotedFields(`${block[2].trimEnd()}\n`);
      const name = lint({ before: null, after, name: undefined, episodes: input.failures });
      if (input.taken.has(name.toLowerCase())) throw new Error(`The name ${name} is taken; choose another.`);
      return { skill: name, after, summary: content.slice(0, block.index).trim() };
    },
    signal,
  );
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
