import path from 'node:path';
import type { ChatModel, ChatRequest } from '../../../src/engine/ports.js';
import { parseSkill } from '../../../src/engine/skills/format.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { workspaceStateDir } from '../../../src/engine/store/paths.js';
import { text } from '../../../src/engine/text.js';
import type { Episode } from '../../../src/engine/write/episode.js';
import { type GateReport, notGated } from '../../../src/engine/write/gate/report.js';
import type { Evidence } from '../../../src/engine/write/prompts.js';
import { Proposals, type ProposalDraft } from '../../../src/engine/write/proposals.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';

/** A failed run whose check said what it expected; with `expected` undefined one that passed. */
export const episode = (prompt: string, expected: string | undefined, answer = '3'): Episode => ({
  run: `run of ${prompt}`,
  prompt,
  calls: [],
  answer,
  outcome: expected === undefined ? 'success' : 'failure',
  signals: [
    {
      source: 'check',
      outcome: expected === undefined ? 'success' : 'failure',
      detail: text('The check failed with exit code {0}.', 1),
      check: {
        command: 'c',
        exitCode: 1,
        tail: expected === undefined ? 'ok' : `expected: ${expected}\ngot: ${answer}`,
      },
    },
  ],
});

/** Evidence with nothing in it but what is given. */
export const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  failures: [],
  keep: [],
  rejected: [],
  diagnosis: 'd',
  requests: { own: [], others: [] },
  settings: defaultLearning,
  ...more,
});

/** A SKILL.md as the library holds it. */
export function skillOf(name: string, source: string, files: readonly string[] = ['SKILL.md']): Skill {
  const parsed = parseSkill(source, name);
  if (!parsed.ok) throw new Error(`${name} is no valid skill`);
  return {
    name,
    description: parsed.description,
    body: parsed.body,
    text: source,
    hash: sha256(source),
    files: files.map((file) => ({ path: file, hash: sha256(source), size: source.length, executable: false })),
    tree: sha256(`tree of ${source}`),
    path: `/library/${name}/SKILL.md`,
    source: 'own',
    diagnostics: [],
  };
}

export interface Scripted extends ChatModel {
  readonly asked: readonly ChatRequest[];
}

/** A model that gives these replies, the last one again and again, and keeps what it was asked. */
export function scripted(...replies: readonly string[]): Scripted {
  const asked: ChatRequest[] = [];
  return {
    info: { id: 's', label: 'scripted', simulated: true },
    asked,
    chat: (request) => {
      asked.push(structuredClone(request));
      return Promise.resolve({
        content: replies[Math.min(asked.length, replies.length) - 1] ?? '',
        toolCalls: [],
        finish: 'stop',
        usage: { promptTokens: 1, completionTokens: 1 },
      });
    },
  };
}

/** What a model was told is wrong with its last reply; empty when nothing was. */
export const toldBack = ({ asked }: Scripted): string => {
  const last = asked.at(-1)?.messages ?? [];
  return last.length > 2 ? (last.at(-1)?.content ?? '') : '';
};

/** The task that was put to a model at first. */
export const promptOf = ({ asked }: Scripted): string => asked[0]?.messages[1]?.content ?? '';

/** What a gate says that has passed a text. */
export const passed = (after: string): GateReport => ({
  ...notGated(text('Nothing has been replayed.')),
  state: 'passed',
  examined: sha256(after),
  rule: 'clean',
  failures: { of: 2, passed: 2 },
  successes: { of: 3, broken: 0 },
});

/** What a gate says of a change that mended one and broke two. */
export const failed: GateReport = {
  ...notGated(text('Nothing has been replayed.')),
  state: 'failed',
  failures: { of: 2, passed: 1 },
  successes: { of: 3, broken: 2 },
  tokensAdded: 12,
};

/** A proposal as the write step leaves it, for a skill with this text; null for a new one. */
export const draftFor = (
  skill: string,
  before: string | null,
  after: string,
  more: Partial<ProposalDraft> = {},
): ProposalDraft => ({
  operation: before === null ? 'create' : 'rewrite',
  skill,
  baseHash: before === null ? null : sha256(before),
  baseVersion: before === null ? null : 1,
  before: before ?? '',
  after,
  summary: 'States the rule.',
  runs: [],
  attribution: null,
  model: { label: 'm', simulated: false },
  gate: notGated(text('Nothing has been replayed.')),
  ...more,
});

/** The proposals of a workspace as another window sees them. */
export const proposalsOf = ({ home, workspace }: { readonly home: string; readonly workspace: string }): Proposals =>
  new Proposals(path.join(workspaceStateDir(home, workspace), 'proposals'), { now: () => Date.now() });

/** The reply of a writer with a whole skill. */
export const skillReply = (source: string, rest = '', summary = 'It counts rows.'): string =>
  `${summary}\n\n\`\`\`\`skill\n${source.trimEnd()}\n\`\`\`\`\n${rest}`;
