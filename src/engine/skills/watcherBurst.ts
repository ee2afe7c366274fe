/** What to read again: everything, or these skills by the folder they lie in. */
export type Hint = 'all' | ReadonlyMap<string, ReadonlySet<string>>;

/** Milliseconds without another event before a burst counts as over. */
const quiet = 150;
/** The longest it is waited for that; doubled each time in a row, so that something that writes without end causes few readings. */
const firstPatience = 5000;
const lastPatience = 60_000;
/**
 * Events after which everything is read: the system drops what it cannot queue (16,384 events on Linux) without a word, and whoever has
 * seen this many may have missed some.
 */
const many = 4000;

/** Joins events to hints. One hint is handled at a time; what happens meanwhile is the next one. */
export class Burst {
  readonly #onOver: (hint: Hint) => Promise<void>;
  #skills = new Map<string, Set<string>>();
  #all = false;
  #events = 0;
  #began = 0;
  #patience = firstPatience;
  #timer: NodeJS.Timeout | undefined;
  #handling = false;
  #closed = false;

  constructor(onOver: (hint: Hint) => Promise<void>) {
    this.#onOver = onOver;
  }

  /** An event in a root; undefined: it does not say of which skill. */
  add(root: string, skill: string | undefined): void {
    if (skill === undefined) this.#all = true;
    else {
      const skills = this.#skills.get(root) ?? new Set();
      this.#skills.set(root, skills.add(skill));
    }
    this.addNothing();
  }

  /** An event that may concern everything. */
  addAll(): void {
    this.#all = true;
    this.addNothing();
  }

  /** An event that concerns no skill, but may mean that watching must begin afresh. */
  addNothing(): void {
    this.#events++;
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#closed || this.#handling) return;
    const now = performance.now();
    if (!this.#timer) this.#began = now;
    const left = this.#began + this.#patience - now;
    // The timer that is set then is the last one of this burst.
    if (this.#timer && left <= 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#over(left < quiet), quiet);
  }

  async #over(impatient: boolean): Promise<void> {
    this.#timer = undefined;
    this.#patience = impatient ? Math.min(this.#patience * 2, lastPatience) : firstPatience;
    const hint: Hint = this.#all || this.#events > many ? 'all' : this.#skills;
    this.#skills = new Map();
    this.#all = false;
    this.#events = 0;
    this.#handling = true;
    try {
      await this.#onOver(hint);
    } finally {
      this.#handling = false;
      if (this.#events > 0) this.#wait();
    }
  }
}
