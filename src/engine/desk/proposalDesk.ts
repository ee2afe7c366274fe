import { withOverruled } from '../feedback/overruled.js';
import type { ChatModel } from '../ports.js';
import type { AcceptOptions } from '../write/acceptable.js';
import type { Proposal } from '../write/proposal.js';
import type { Backstage } from './backstage.js';
import type { EngineParts } from './parts.js';

/** Proposals, and what is decided about them. */
export class ProposalDesk {
  constructor(
    private readonly parts: Pick<EngineParts, 'proposals' | 'decisions' | 'runner' | 'log' | 'changes'>,
    private readonly backstage: Backstage,
  ) {}

  async proposals(): Promise<readonly Proposal[]> {
    return withOverruled(await this.parts.proposals.list(), await this.parts.log.list());
  }

  async proposal(id: string): Promise<Proposal> {
    const proposal = await this.parts.proposals.get(id);
    return withOverruled([proposal], await this.parts.log.list())[0] ?? proposal;
  }

  accept(id: string, hunks?: readonly number[], options?: AcceptOptions): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.accept(id, hunks, options));
  }

  acceptText(id: string, after: string, options?: AcceptOptions): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.acceptText(id, after, options));
  }

  async gate(id: string, after: string | undefined, model: ChatModel, signal: AbortSignal): Promise<Proposal> {
    await this.backstage.begin();
    return await this.backstage.change(() => this.parts.runner.gate(id, after, model, signal));
  }

  reject(id: string, reason: string | undefined): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.reject(id, reason));
  }

  undoAccept(id: string): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.undo(id));
  }

  /** Tells the run a decided proposal comes from, also when the decision found it stale. */
  private async decided(id: string, decide: () => Promise<Proposal>): Promise<Proposal> {
    this.backstage.requireState();
    const before = await this.parts.proposals.get(id);
    try {
      return await decide();
    } finally {
      const proposal = await this.parts.proposals.get(id);
      const from = proposal.runs[0];
      if (from && proposal.state !== before.state)
        await this.parts.runner.note(from, {
          type: 'proposal.decided',
          proposal: proposal.id,
          state: proposal.state,
          ...(proposal.reason ? { reason: proposal.reason } : {}),
        });
      this.parts.changes.fire();
    }
  }
}
