import type { RunEvent, RunEventBody } from './events.js';
import type { RunLog } from './store/runs.js';

/** A run while it goes on, or one taken up again: stamps its events, sends them to the stream and to the log. */
export class Run {
  private readonly seen: RunEvent[];
  private failure: unknown;
  private writes: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly log: RunLog,
    private readonly publish: (event: RunEvent) => void,
    earlier: readonly RunEvent[] = [],
  ) {
    this.seen = [...earlier];
  }

  readonly emit = (body: RunEventBody): void => {
    const event = this.log.stamp(this.id, body);
    this.seen.push(event);
    this.publish(event);
    this.writes = this.writes.then(() =>
      this.log.append(event).catch((error: unknown) => {
        this.failure ??= error;
      }),
    );
  };

  /** The events of this run so far. */
  get events(): readonly RunEvent[] {
    return this.seen;
  }

  /** Resolves when everything emitted is on disk. @throws the first error of writing the log */
  async flush(): Promise<void> {
    await this.writes;
    if (this.failure !== undefined) throw this.failure as Error;
  }
}
