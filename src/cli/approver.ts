import { createInterface } from 'node:readline/promises';
import type { ApprovalChoice, ApprovalRequest } from '../engine/act/approval.js';
import { CancelledError } from '../engine/errors.js';
import type { Approver } from '../engine/ports.js';
import type { CliContext } from './context.js';
import { say, t } from './l10n.js';

export const approvalModes = ['ask', 'read-only', 'all'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

const letters: Readonly<Record<string, ApprovalChoice>> = { o: 'once', r: 'run', d: 'deny' };

/** `all` allows, `read-only` denies everything that is asked for, `ask` asks at the terminal and denies where there is none. */
export function createApprover(mode: ApprovalMode, context: CliContext): Approver {
  if (mode === 'all') return { ask: () => Promise.resolve('once') };
  if (mode === 'read-only' || !context.input.isTTY || context.output.json)
    return { ask: () => Promise.resolve('deny') };
  return { ask: (request, signal) => askAtTerminal(request, context, signal) };
}

async function askAtTerminal(
  request: ApprovalRequest,
  context: CliContext,
  signal: AbortSignal,
): Promise<ApprovalChoice> {
  const { output } = context;
  output.note(`\n${say(request.title)}`);
  output.note(`  ${request.subject}`);
  for (const line of request.diff ?? []) output.note(`  ${line}`);
  output.note(`  ${t('Where')}: ${request.where}`);
  output.note(`  ${t('Why it asks')}: ${say(request.why)}`);
  const words: Record<ApprovalChoice, string> = { once: t('[o]nce'), run: t('this [r]un'), deny: t('[d]eny') };
  const terminal = createInterface({ input: context.input, output: process.stderr });
  try {
    for (;;) {
      const answer = await terminal.question(`  ${request.choices.map((choice) => words[choice]).join(', ')}? `, {
        signal,
      });
      const choice = letters[answer.trim().toLowerCase().slice(0, 1)];
      if (choice && request.choices.includes(choice)) return choice;
    }
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    throw error;
  } finally {
    terminal.close();
  }
}
