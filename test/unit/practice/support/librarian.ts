import assert from 'node:assert/strict';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import type { Episode } from '../../../../src/engine/write/episode.js';
import { attributionPrompt } from '../../../../src/engine/write/attribution/prompt.js';
import { applyEdits, type LineEdit } from '../../../../src/engine/write/patch.js';
import { createPrompt, type CreateInput } from '../../../../src/engine/write/operations/create.js';
import { rewritePrompt } from '../../../../src/engine/write/operations/rewrite.js';
import type { RejectedEdit } from '../../../../src/engine/write/prompts.js';
import { defaultLearning as settings } from '../../../../src/engine/write/settings.js';
import type { Blame } from '../../../../src/practice/model/blame.js';
import { type Ask, said, wire } from './model.js';
import { skillFrom } from './run.js';

/** Who is asked. */
export interface Librarian {
  readonly ask: Ask;
  readonly model?: string;
  readonly seed?: number;
}

export interface Patch {
  readonly summary: string;
  readonly edits: readonly LineEdit[];
  readonly after: string;
}

export interface Created {
  readonly summary: string;
  readonly skill: Skill;
}

const requests = { own: [], others: [] };

/** The only candidate. */
const alone = { number: 1, of: 1 };

/** What a new skill is written from when no skill covers these failures. */
export const createInput = (
  failures: readonly Episode[],
  library: readonly Skill[] = [],
  rejected: readonly RejectedEdit[] = [],
): CreateInput => ({
  failures,
  keep: [],
  library,
  rejected,
  diagnosis: 'no skill',
  requests,
  settings,
  taken: new Set(),
});

/** Asks why a run failed, with the prompt of the product. */
export async function askBlame(
  who: Librarian,
  failed: Episode,
  used: Skill | undefined,
  library: readonly Skill[],
): Promise<Blame> {
  const prompt = attributionPrompt(failed, used && { skill: used, version: 1 }, library);
  return jsonIn(await reply(who, prompt)) as Blame;
}

/** Asks for a patch and applies it. */
export async function askRewrite(
  who: Librarian,
  skill: Skill,
  failures: readonly Episode[],
  keep: readonly Episode[] = [],
  rejected: readonly RejectedEdit[] = [],
): Promise<Patch> {
  const evidence = { failures, keep, rejected, diagnosis: 'a rule is wrong', requests, settings };
  const prompt = rewritePrompt({ ...evidence, skill, version: 1 }, alone);
  const { summary, edits } = jsonIn(await reply(who, prompt)) as { summary: string; edits: LineEdit[] };
  return { summary, edits, after: applyEdits(skill.text, edits) };
}

/** Asks for a new skill; `undefined` when the model finds nothing to write down. */
export async function askCreate(
  who: Librarian,
  failures: readonly Episode[],
  library: readonly Skill[] = [],
  rejected: readonly RejectedEdit[] = [],
): Promise<Created | undefined> {
  const content = await reply(who, createPrompt(createInput(failures, library, rejected), alone));
  const block = /````skill\n([\s\S]*?)\n````/.exec(content);
  return block?.[1] === undefined
    ? undefined
    : { summary: content.slice(0, block.index).trim(), skill: skillFrom(`${block[1].trimEnd()}\n`) };
}

async function reply(
  { ask, model = 'practice', seed }: Librarian,
  prompt: Parameters<typeof wire>[0],
): Promise<string> {
  return said(await ask({ model, messages: wire(prompt), seed }));
}

function jsonIn(content: string): unknown {
  const block = /```json\n([\s\S]*?)\n```/.exec(content)?.[1];
  assert.ok(block, `no json block in: ${content}`);
  return JSON.parse(block);
}
