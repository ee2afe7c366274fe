import type { ApprovalChoice, ApprovalRequest } from '../engine/act/approval.js';
import type { Approver } from '../engine/ports.js';
import { ask } from './ask.js';
import { canAsk } from './confirm.js';
import type { CliContext } from './context.js';
import { say, t } from './l10n.js';

export const approvalModes = ['ask', 'read-only', 'all'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

const letters: Readonly<Record<string, ApprovalChoice>> = { o: 'once', r: 'run', d: 'deny' };

/** `all` allows, `read-only` denies everything that is asked for, `ask` asks at the terminal and denies where there is none. */
export function createApprover(mode: ApprovalMode, context: CliContext): Approver {
  if (mode === 'all') return { everything: true, ask: () => Promise.resolve('once') };
  if (mode === 'read-only' || !canAsk(context)) return { ask: () => Promise.resolve('deny') };
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
  const question = `  ${request.choices.map((choice) => words[choice]).join(', ')}? `;
  for (;;) {
    const answer = await ask(question, context.input, process.stderr, signal);
    const choice = letters[answer.toLowerCase().slice(0, 1)];
    if (choice && request.choices.includes(choice)) return choice;
  }
}
