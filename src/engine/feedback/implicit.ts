import { text } from '../text.js';
import type { Edits } from './edits.js';
import { mostShown, type Signal } from './signal.js';
import { keptAfterMs, strengths } from './strength.js';

/** The person undid a run: they did not want what it did. */
export const undoneSignal = (files: readonly string[]): Signal => ({
  source: 'implicit',
  outcome: 'failure',
  strength: strengths.undone,
  detail: text('You undid its edits.'),
  ...(files.length ? { files: files.slice(0, mostShown) } : {}),
});

/**
 * What the state of a run's files says about the run; undefined when nothing.
 * @param ageMs milliseconds since the run ended
 */
export function editsSignal(edits: Edits, ageMs: number): Signal | undefined {
  const { kept, restored, removed, others } = edits;
  const back = [...restored, ...removed];
  if (back.length) return reverted(back, restored.length > 0 && !kept.length && !others.length);
  // Where somebody went on with most files, that they are not as before says little.
  if (!kept.length || others.length > kept.length || ageMs < keptAfterMs) return undefined;
  return {
    source: 'implicit',
    outcome: 'success',
    strength: strengths.kept,
    detail: text('You kept its edits for a day or longer.'),
  };
}

const reverted = (files: readonly string[], all: boolean): Signal => ({
  source: 'implicit',
  outcome: 'failure',
  strength: all ? strengths.allReverted : strengths.someReverted,
  detail: all ? text('You brought back what it had changed.') : text('You took some of its edits back.'),
  files: files.slice(0, mostShown),
});

/** An earlier sign does not hold any more. */
export const withdrawnSignal: Signal = {
  source: 'implicit',
  outcome: 'unknown',
  strength: strengths.nothing,
  detail: text('What you did with its edits says nothing any more.'),
};
