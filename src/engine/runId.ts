import { randomBytes } from 'node:crypto';

/** Gives runs their ids: `20261201-030427-6b8e1f2a`, the second (UTC) and what tells runs of it apart, those of other windows, too. */
export class RunIds {
  #second = '';
  readonly #given = new Set<string>();

  /** @param now milliseconds since the epoch */
  next(now: number): string {
    const second = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    if (second !== this.#second) this.#given.clear();
    this.#second = second;
    // Two runs of one id would be one in the log.
    for (;;) {
      const end = randomBytes(4).toString('hex');
      if (this.#given.has(end)) continue;
      this.#given.add(end);
      return `${second}-${end}`;
    }
  }
}
