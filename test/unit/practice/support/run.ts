import { createHash } from 'node:crypto';
import { answerOf, openingMessages } from '../../../../src/engine/act/prompt.js';
import type { ChatMessage } from '../../../../src/engine/ports.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import { text } from '../../../../src/engine/text.js';
import type { Episode, TraceCall } from '../../../../src/engine/write/episode.js';
import { type Ask, said, wire } from './model.js';
import type { Tools } from './tools.js';

const tools = ['read_file', 'list_dir', 'search_files', 'write_file', 'edit_file', 'run_command', 'propose_skill'].map(
  (name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } }),
);

export interface Run {
  readonly prompt: string;
  readonly answer: string;
  readonly reply: string;
  readonly calls: readonly TraceCall[];
}

export interface RunOptions {
  readonly ask: Ask;
  readonly tools: Tools;
  readonly model?: string;
  readonly seed?: number;
}

/** Lets the model solve a task with the prompts of the product, until it answers. */
export async function runTask(prompt: string, skill: Skill | undefined, options: RunOptions): Promise<Run> {
  const messages: ChatMessage[] = openingMessages({ prompt }, skill, 1);
  const calls: TraceCall[] = [];
  for (let step = 1; step <= 8; step++) {
    const body = { model: options.model ?? 'practice', messages: wire(messages), tools, seed: options.seed };
    const completion = await options.ask(body);
    const { content, tool_calls: toolCalls } = completion.choices[0].message;
    if (!toolCalls) return { prompt, answer: answerOf(content ?? ''), reply: said(completion), calls };
    const made = toolCalls.map(({ id, function: call }) => ({ id, name: call.name, arguments: call.arguments }));
    messages.push({ role: 'assistant', content: content ?? '', toolCalls: made });
    for (const call of made) {
      const output = options.tools(call.name, JSON.parse(call.arguments) as Record<string, string>);
      calls.push({ step, tool: call.name, input: call.arguments, output });
      messages.push({ role: 'tool', callId: call.id, content: output });
    }
  }
  throw new Error(`no answer to: ${prompt}`);
}

/** A run with its outcome, as attribution and writing see it. */
export const episode = (run: Run, expected: string | undefined, outcome: Episode['outcome'] = 'failure'): Episode => ({
  run: 'run',
  prompt: run.prompt,
  calls: run.calls,
  answer: run.answer,
  outcome,
  signals: [
    {
      source: 'check',
      outcome,
      detail: outcome === 'failure' ? text('The check failed with exit code {0}.', 1) : text('The check passed.'),
      check: {
        command: 'node check.mjs',
        exitCode: outcome === 'failure' ? 1 : 0,
        tail: expected === undefined ? '' : outcome === 'failure' ? `expected: ${expected}\ngot: ${run.answer}` : 'ok',
      },
    },
  ],
});

/** A SKILL.md as the product holds it. */
export function skillFrom(markdown: string): Skill {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(markdown)?.[1] ?? '';
  return {
    name: field('name'),
    description: field('description'),
    body: markdown.split(/^---$/m).slice(2).join('---'),
    text: markdown,
    hash: createHash('sha256').update(markdown).digest('hex'),
    path: `/library/${field('name')}/SKILL.md`,
    files: [],
    tree: '',
    source: 'own',
    diagnostics: [],
  };
}
