import { throwIfCancelled } from '../errors.js';
import type { Approver } from '../ports.js';
import type { ApprovalChoice, ApprovalRequest } from './approval.js';

/** Told of every question and its answer. */
export interface ApprovalListener {
  asked(call: string, request: ApprovalRequest): void;
  answered(call: string, request: ApprovalRequest, choice: ApprovalChoice): void;
}

/** Asks the person once per thing: remembers, for one run, what was allowed for the run. A denial is never remembered as a permission. */
export class Approvals {
  private readonly allowed = new Set<string>();
  private count = 0;

  constructor(
    private readonly run: string,
    private readonly approver: Approver,
    private readonly listener: ApprovalListener,
  ) {}

  /** @returns whether the call may go on */
  async ask(call: string, draft: Omit<ApprovalRequest, 'id' | 'run'>, signal: AbortSignal): Promise<boolean> {
    const key = keyOf(draft);
    if (draft.choices.includes('run') && this.allowed.has(key)) return true;
    const request: ApprovalRequest = { ...draft, id: `${this.run}/${++this.count}`, run: this.run };
    this.listener.asked(call, request);
    const answer = await this.approver.ask(request, signal).catch((error: unknown) => {
      throwIfCancelled(signal);
      throw error;
    });
    throwIfCancelled(signal);
    // A surface that answers with a choice it was not offered gets the safe one.
    const choice = draft.choices.includes(answer) ? answer : 'deny';
    this.listener.answered(call, request, choice);
    if (choice === 'run') this.allowed.add(key);
    return choice !== 'deny';
  }
}

/** What "this run" covers: this exact command in this folder, or any further ordinary write of the workspace. */
const keyOf = (draft: Pick<ApprovalRequest, 'kind' | 'subject' | 'where'>): string =>
  draft.kind === 'write' ? 'write' : `${draft.kind}\0${draft.where}\0${draft.subject}`;
