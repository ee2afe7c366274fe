import type { Disposable, Logger } from './ports.js';

/** A list of listeners. One that throws is logged and does not keep the others from hearing. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>();

  constructor(private readonly logger: Logger) {}

  add(listener: (value: T) => void): Disposable {
    this.all.add(listener);
    return { dispose: () => this.all.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.all])
      try {
        listener(value);
      } catch (error) {
        this.logger.error('a listener failed', error);
      }
  }
}
