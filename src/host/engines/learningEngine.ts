import type { Engine } from '../../engine/engine.js';
import type { RunSummary } from '../../engine/events.js';
import type { ChatModel } from '../../engine/ports.js';
import type { Cause } from '../../engine/write/attribution.js';
import type { Proposal } from '../../engine/write/proposal.js';

/** What the person may ask about a proposal or a cause besides {@link Engine}. */
export interface LearningEngine extends Engine {
  /** Replays a proposal, or another text of it, and stores the report with it. */
  gate(proposal: string, after: string | undefined, model: ChatModel, signal: AbortSignal): Promise<Proposal>;
  /** The person's own attribution; it decides over the model's. */
  correct(
    run: string,
    correction: { readonly cause: Cause; readonly skill: string | null },
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary>;
}
