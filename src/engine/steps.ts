import { Pace } from './store/pace.js';

/** Work that can be stopped for a moment, or for good, wherever it yields. */
export type Steps<T> = Generator<unknown, T, void>;

/** Carries the work out at once. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** Carries the work out in slices of some milliseconds, so that nothing else has to wait long. */
export async function inSlices<T>(work: Steps<T>): Promise<T> {
  const pace = new Pace();
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    if (pace.due) await pace.rest();
  }
}
