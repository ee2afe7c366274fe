import type { ChatModel, ChatReply } from '../ports.js';

/** What a part of the loop has cost. */
export interface Spent {
  /** Requests to the model. */
  readonly calls: number;
  /** Prompt and completion together, as the endpoint reports them; `null` when it did not for at least one call. */
  readonly tokens: number | null;
  /** Wall-clock milliseconds. */
  readonly ms: number;
}

export const nothingSpent: Spent = { calls: 0, tokens: 0, ms: 0 };

/** Both together; unknown tokens stay unknown. */
export const together = (a: Spent, b: Spent): Spent => ({
  calls: a.calls + b.calls,
  tokens: a.tokens === null || b.tokens === null ? null : a.tokens + b.tokens,
  ms: a.ms + b.ms,
});

/** A model that counts what is asked of it. */
export class Meter implements ChatModel {
  private counted = nothingSpent;

  constructor(private readonly model: ChatModel) {}

  get info(): ChatModel['info'] {
    return this.model.info;
  }

  /** Since the meter was made. */
  get spent(): Spent {
    return this.counted;
  }

  /** Counts what was spent elsewhere. */
  add(spent: Spent): void {
    this.counted = together(this.counted, spent);
  }

  async chat(...args: Parameters<ChatModel['chat']>): Promise<ChatReply> {
    const started = performance.now();
    let tokens: number | null = 0;
    try {
      const reply = await this.model.chat(...args);
      const { promptTokens, completionTokens } = reply.usage;
      tokens = promptTokens === null || completionTokens === null ? null : promptTokens + completionTokens;
      return reply;
    } finally {
      this.counted = together(this.counted, { calls: 1, tokens, ms: performance.now() - started });
    }
  }
}
