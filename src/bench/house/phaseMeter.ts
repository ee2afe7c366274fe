import type { RunEvent } from '../../engine/events.js';
import type { ChatModel, ChatReply } from '../../engine/ports.js';

/** What tokens are spent on. */
export type Phase = 'act' | 'attribute' | 'write' | 'gate' | 'test';

export type Tokens = Readonly<Record<Phase, number>>;

export const noTokens: Tokens = { act: 0, attribute: 0, write: 0, gate: 0, test: 0 };

/** Counts what is asked of a model, by the part of the loop that asks. A house does one thing at a time. */
export class PhaseMeter implements ChatModel {
  readonly #tokens: Record<Phase, number> = { ...noTokens };
  #requests = 0;
  #phase: Phase = 'test';

  /** @param watch sees every request that is not part of a test */
  constructor(
    private readonly model: ChatModel,
    private readonly watch: (texts: readonly string[]) => void,
  ) {}

  get info(): ChatModel['info'] {
    return this.model.info;
  }

  /** As the endpoint reports them, since the meter was made; a reply without figures counts nothing. */
  get tokens(): Tokens {
    return { ...this.#tokens };
  }

  get requests(): number {
    return this.#requests;
  }

  /** Follows the loop: an event of the engine says what comes next. */
  follow({ type }: RunEvent): void {
    const next = beginnings[type as keyof typeof beginnings] as Phase | undefined;
    if (next) this.#phase = next;
  }

  async testing<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#phase;
    this.#phase = 'test';
    try {
      return await work();
    } finally {
      this.#phase = before;
    }
  }

  async chat(...args: Parameters<ChatModel['chat']>): Promise<ChatReply> {
    if (this.#phase !== 'test') this.watch(args[0].messages.map(({ content }) => content));
    this.#requests++;
    const reply = await this.model.chat(...args);
    const { promptTokens, completionTokens } = reply.usage;
    this.#tokens[this.#phase] += (promptTokens ?? 0) + (completionTokens ?? 0);
    return reply;
  }
}

const beginnings = {
  'run.started': 'act',
  'attribution.started': 'attribute',
  'write.started': 'write',
  'gate.started': 'gate',
  'gate.finished': 'write',
} as const satisfies Partial<Record<RunEvent['type'], Phase>>;
