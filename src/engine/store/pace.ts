import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop. */
const sliceMs = 8;

/** Lets everything else have its turn while something goes through very many things. Ask `due` with each of them, and rest when it is. */
export class Pace {
  #since = performance.now();

  get due(): boolean {
    return performance.now() - this.#since >= sliceMs;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
  }
}
