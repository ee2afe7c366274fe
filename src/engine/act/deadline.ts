/** Ends a run after a given working time. Time spent waiting for the person does not count. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;
  private waiting = 0;

  /** @param left working time in milliseconds */
  constructor(private left: number) {
    this.start();
  }

  /** Fires when the time is over. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Runs `wait` with the clock stopped; calls may nest. */
  async pauseWhile<T>(wait: () => Promise<T>): Promise<T> {
    if (this.waiting++ === 0) this.stop();
    try {
      return await wait();
    } finally {
      if (--this.waiting === 0) this.start();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private start(): void {
    this.startedAt = performance.now();
    this.timer = setTimeout(() => this.controller.abort(), Math.max(0, this.left));
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.left -= performance.now() - this.startedAt;
  }
}
