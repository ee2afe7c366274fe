import type { Engine } from '../../engine/engine.js';
import type { RunSummary } from '../../engine/events.js';
import type { ChatModel } from '../../engine/ports.js';
import type { Cause } from '../../engine/write/attribution.js';

/** What the person may say about a cause, besides {@link Engine}. */
export interface LearningEngine extends Engine {
  /** The person's own attribution; it decides over the model's. */
  correct(
    run: string,
    correction: { readonly cause: Cause; readonly skill: string | null },
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary>;
}
