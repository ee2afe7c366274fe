import { HumanError } from '../../engine/errors.js';
import type { ProposalTarget, VersionTarget } from '../commands/table.js';

/** What could not be written because the files had changed. */
export type ConflictTarget = ProposalTarget | VersionTarget;

/** A refused write, with what *Show Conflict* is to show. */
class ConflictError extends HumanError {
  constructor(
    from: HumanError,
    readonly target: ConflictTarget,
  ) {
    super(from.text, from.remedy, { cause: from });
  }
}

/** Waits for a change; when it is refused because of a conflict, the error says of what. */
export async function withTarget<T>(target: ConflictTarget, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    throw error instanceof HumanError && error.remedy === 'show-conflict' ? new ConflictError(error, target) : error;
  }
}

export const conflictOf = (error: unknown): ConflictTarget | undefined =>
  error instanceof ConflictError ? error.target : undefined;
