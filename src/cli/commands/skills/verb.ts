import type { CliContext } from '../../context.js';

/** One verb of `memento skills`. */
export interface Verb {
  /** What follows `memento skills`, its own name first. */
  readonly usage: string;
  /** One sentence for the list of verbs. */
  readonly help: () => string;
  /** @returns the exit code */
  run(context: CliContext, args: string[]): Promise<number>;
}

/** The whole call, for messages. */
export const callOf = (verb: Pick<Verb, 'usage'>): string => `memento skills ${verb.usage}`;
