import type { RunView } from './runView.js';

/** How near the end counts as the end, in pixels. */
const slack = 32;

/** Follows the end of a run while the reader is there, and counts what began below while the reader is not. */
export class Follower {
  #run: string | undefined;
  #seen = 0;

  /** Whether the end of the page is in sight. */
  atEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = document.documentElement;
    return scrollTop + clientHeight >= scrollHeight - slack;
  }

  toEnd(): void {
    document.documentElement.scrollTop = document.documentElement.scrollHeight;
  }

  /**
   * Brings the page to where the reader wants to be after a change.
   * @param wasAtEnd whether the end was in sight before it
   */
  settle(before: RunView | null, run: RunView | null, wasAtEnd: boolean): void {
    if (!run) return;
    const live = run.status === 'running';
    if (this.#run !== run.id) {
      this.#run = run.id;
      this.#seen = run.steps.length;
      if (live) this.toEnd();
      else document.documentElement.scrollTop = 0;
    } else if (live && wasAtEnd) this.toEnd();
    // The parts fold at the end of the run and the outcome stands at the top.
    else if (!live && wasAtEnd && before?.status === 'running') document.documentElement.scrollTop = 0;
    if (this.atEnd() || !live) this.#seen = run.steps.length;
  }

  /** Steps that began below the reader; 0 at the end and after the run. */
  unseen(run: RunView | null): number {
    if (run?.status !== 'running' || run.id !== this.#run) return 0;
    return Math.max(0, run.steps.length - this.#seen);
  }
}
