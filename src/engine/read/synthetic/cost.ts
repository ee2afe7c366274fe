import type { ChatModel, ChatProgress, ChatReply, ChatRequest, ModelInfo } from '../../ports.js';

/** What some requests have cost, those that asked again for a readable reply included. */
export interface Cost {
  /** Replies that came. */
  readonly calls: number;
  /** Tokens as the endpoint counts them; `null` when it left a call out. */
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** A model that counts what is asked of it. Whoever needs the cost of what failed or was cancelled, too, puts one around the model. */
export class MeteredModel implements ChatModel {
  readonly info: ModelInfo;
  readonly #model: ChatModel;
  #cost: Cost = { calls: 0, promptTokens: 0, completionTokens: 0 };

  constructor(model: ChatModel) {
    this.info = model.info;
    this.#model = model;
  }

  get cost(): Cost {
    return this.#cost;
  }

  async chat(request: ChatRequest, progress: ChatProgress, signal: AbortSignal): Promise<ChatReply> {
    const reply = await this.#model.chat(request, progress, signal);
    const { calls, promptTokens, completionTokens } = this.#cost;
    this.#cost = {
      calls: calls + 1,
      promptTokens: sum(promptTokens, reply.usage.promptTokens),
      completionTokens: sum(completionTokens, reply.usage.completionTokens),
    };
    return reply;
  }
}

const sum = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;
