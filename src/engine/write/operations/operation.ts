import type { ChatModel } from '../../ports.js';
import type { LineEdit } from '../patch.js';
import type { AlsoChange, Operation } from '../proposal.js';

/** One of several candidates for the same change. They differ by seed and, for models that know none, by number. */
export interface Attempt {
  readonly seed: number;
  /** 0 to 1. */
  readonly temperature: number;
  /** From 1 to `of`. */
  readonly number: number;
  readonly of: number;
}

/** A change of the library, already applied to the texts and linted; nothing is written yet. */
export interface Draft {
  readonly operation: Operation;
  /** The skill it is about: changed, new, or archived. */
  readonly skill: string;
  /** Its SKILL.md afterwards; empty when it is archived. */
  readonly after: string;
  /** One sentence by the writer on what changes and why. Untrusted text. */
  readonly summary: string;
  readonly also?: readonly AlsoChange[];
  /** The line edits as they were written, where the change is one of lines. */
  readonly edits?: readonly LineEdit[];
}

/**
 * Writes one candidate. `undefined` when the model finds nothing to change.
 * Rejects with a `HumanError` when no reply of the model could be used, with `CancelledError` when the signal fires.
 */
export type WriteOperation<Input> = (
  model: ChatModel,
  input: Input,
  attempt: Attempt,
  signal: AbortSignal,
) => Promise<Draft | undefined>;

/** Candidates differ enough at this temperature (learning.md 2, step 4). */
const temperature = 0.7;

/**
 * The attempts of one bucket.
 * @param count candidates wanted, from 1
 * @param seed of the bucket: the same one gives the same attempts
 */
export const attempts = (count: number, seed: number): readonly Attempt[] =>
  Array.from({ length: count }, (_, index) => ({ seed: seed + index, temperature, number: index + 1, of: count }));
