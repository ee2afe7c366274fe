import type { House, Slot } from './house.js';

/** What a request asks for: the values of the `{names}` in its text. */
export type Asked<Name extends string = string> = Readonly<Record<Name, string>>;

/** One kind of request the practice model can carry out, given the conventions of the house. */
export interface Kind {
  /** Domain and name, for example `ledger.total`. */
  readonly id: string;
  readonly domain: string;
  /** One line for the head of the program. */
  readonly about: string;
  /** The conventions the result depends on. */
  readonly uses: readonly Slot[];
  /** How the request is worded, with `{names}` in place of what differs. */
  readonly texts: readonly string[];
  /** Name of the function behind {@link solve} in the programs (programs.json). */
  readonly solver: string;
  /** The result; `input` is the text of the file asked about, empty for kinds without one. */
  solve(asked: Asked, house: House, input: string): string;
  /** A shell pipeline with the same result, for kinds the model does without a program. */
  shell?(asked: Asked, house: House): string;
}

/** Whether requests of this kind name a file to read. */
export const readsFile = (kind: Kind): boolean => kind.texts.some((text) => text.includes('{file}'));
