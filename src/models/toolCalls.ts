import type { ToolCall } from '../engine/ports.js';
import { isRecord, parseJson } from './json.js';

interface OpenCall {
  id: string;
  name: string;
  arguments: string;
}

/**
 * Puts tool calls together from the pieces of a stream. By the protocol every piece has the `index` of its call and the first one its
 * `id`; servers leave out either, give every call the index 0, or use an id twice, and are understood all the same.
 */
export class ToolCallAssembly {
  readonly #calls: OpenCall[] = [];
  readonly #byIndex = new Map<number, OpenCall>();
  #unreadable = false;

  add(piece: unknown): void {
    const details = isRecord(piece) ? piece.function : undefined;
    if (!isRecord(piece) || !isRecord(details)) {
      this.#unreadable = true;
      return;
    }
    const index = typeof piece.index === 'number' ? piece.index : undefined;
    const id = stringOf(piece.id);
    const name = stringOf(details.name);
    const call = this.#callFor(index, id, name);
    if (call === undefined) {
      this.#unreadable = true;
      return;
    }
    if (call.id === '') call.id = id;
    if (name !== '') call.name = name;
    const given = details.arguments;
    call.arguments += isRecord(given) ? JSON.stringify(given) : stringOf(given);
  }

  /**
   * The calls in the order they began, `undefined` when one cannot be read.
   * @param taken ids of the conversation so far; a missing or repeated id is replaced, so that every call of a conversation has its own
   */
  finish(taken: ReadonlySet<string>): readonly ToolCall[] | undefined {
    if (this.#unreadable || this.#calls.some((call) => call.name === '')) return undefined;
    const used = new Set(taken);
    return this.#calls.map(({ id, name, arguments: args }) => {
      const own = id === '' || used.has(id) ? freshId(used) : id;
      used.add(own);
      return { id: own, name, arguments: args };
    });
  }

  get count(): number {
    return this.#calls.length;
  }

  #callFor(index: number | undefined, id: string, name: string): OpenCall | undefined {
    if (index !== undefined) {
      const known = this.#byIndex.get(index);
      const another = known !== undefined && name !== '' && id !== '' && known.id !== '' && known.id !== id;
      if (known !== undefined && !another) return known;
      const begun = this.#begin();
      this.#byIndex.set(index, begun);
      return begun;
    }
    if (id !== '') {
      const known = this.#calls.findLast((call) => call.id === id);
      // A repeated id continues its call, unless that call is complete and this is the beginning of another.
      const another = known !== undefined && name !== '' && isRecord(parseJson(known.arguments));
      return known === undefined || another ? this.#begin() : known;
    }
    return name === '' ? this.#calls.at(-1) : this.#begin();
  }

  #begin(): OpenCall {
    const call: OpenCall = { id: '', name: '', arguments: '' };
    this.#calls.push(call);
    return call;
  }
}

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Nine letters and digits: the strictest form a server is known to insist on. */
function freshId(used: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = `call${String(number).padStart(5, '0')}`;
    if (!used.has(id)) return id;
  }
}
