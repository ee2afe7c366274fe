import type { Limits } from './config.js';
import type { Fault } from './wire.js';

/** Stops a request that is cancelled, silent for too long or endless, and knows which it was. */
export class Watchdog {
  readonly #limits: Limits;
  readonly #cancel: AbortSignal;
  readonly #controller = new AbortController();
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout;
  #begun = false;
  #disposed = false;
  #ended = false;
  #fault: Fault | undefined;

  constructor(limits: Limits, cancel: AbortSignal) {
    this.#limits = limits;
    this.#cancel = cancel;
    cancel.addEventListener('abort', this.#cancelled, { once: true });
    this.#total = setTimeout(() => this.#stop({ kind: 'slow', ms: limits.totalMs }), limits.totalMs);
    this.#idle = this.#wait(limits.firstMs);
  }

  /** Fires for any of the reasons; given to the request instead of the caller's signal, which lives longer. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the request was stopped; absent when it was not. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** True when a piece of the reply has come. */
  get begun(): boolean {
    return this.#begun;
  }

  /** True when the server has marked the end of the reply. */
  get ended(): boolean {
    return this.#ended;
  }

  /** A piece of the reply has come. */
  alive(): void {
    this.#begun = true;
    if (!this.#ended) this.#restart(this.#limits.idleMs);
  }

  /** The end of the reply has come; pieces from before it may still be on their way through the parser. */
  closing(): void {
    this.#ended = true;
    this.#restart(this.#limits.closingMs);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#cancel.removeEventListener('abort', this.#cancelled);
  }

  #restart(ms: number): void {
    if (this.#disposed) return;
    clearTimeout(this.#idle);
    this.#idle = this.#wait(ms);
  }

  #wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#stop({ kind: 'silent', ms, begun: this.#begun }), ms);
  }

  readonly #cancelled = (): void => this.#stop({ kind: 'stopped' });

  #stop(fault: Fault): void {
    this.#fault ??= fault;
    this.dispose();
    this.#controller.abort();
  }
}
