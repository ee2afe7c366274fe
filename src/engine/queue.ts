import { CancelledError } from './errors.js';

/** Runs jobs one after the other. */
export class Queue {
  private tail: Promise<void> = Promise.resolve();
  private names: string[] = [];

  /** What runs or waits last, undefined when idle. */
  get last(): string | undefined {
    return this.names.at(-1);
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.names.length) await this.tail;
  }

  /** @throws {CancelledError} at once when the signal fires before the job's turn has come */
  async add<T>(name: string, job: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.names.push(name);
    const before = this.tail;
    let release: () => void = () => undefined;
    this.tail = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await turn(before, signal);
      return await job();
    } finally {
      this.names = this.names.filter((one) => one !== name);
      // A job that left the queue early must not let the next one start before its turn.
      void before.then(release);
    }
  }
}

async function turn(before: Promise<void>, signal: AbortSignal): Promise<void> {
  let leave: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    leave = () => reject(new CancelledError());
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    await Promise.race([before, cancelled]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
