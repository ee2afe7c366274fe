import { choose } from '../hash.js';
import { asRecord, type Convention, type House, optionsOf, sentence } from '../kb/house.js';
import { type Evidence, induce, type TurnedDown } from './induce.js';

/** Guesses tried before giving up when all were rejected before. */
const guesses = 12;

/**
 * The changes of convention that the evidence teaches, in the order they were found; none when it teaches nothing. Where no feedback
 * says what was expected, one change is guessed.
 */
export function lesson(base: House, evidence: Evidence, key: string, turnedDown: TurnedDown): readonly Convention[] {
  const induced = induce(base, evidence, key, turnedDown);
  if (induced) return induced;
  if (evidence.failures.some(({ understood, expected }) => understood && expected !== undefined)) return [];
  const slots = [...new Set(evidence.failures.flatMap(({ understood }) => understood?.kind.uses ?? []))];
  for (let attempt = 0; attempt < guesses; attempt++) {
    const slot = choose(slots, `${key}g${attempt}`);
    const others = slot ? optionsOf(slot).filter((option) => option !== base[slot]) : [];
    const option = choose(others, `${key}h${attempt}`);
    if (slot && option && !turnedDown([{ slot, option }])) return [{ slot, option }];
  }
  return [];
}

/** One sentence on a lesson, ending in a form by which the model recognises it among rejected edits. */
export function summaryOf(changes: readonly Convention[], guessed: boolean): string {
  if (!changes.length) return 'Nothing to change.';
  const rules = changes.map(sentence).join(' ');
  const found = guessed ? 'No answer was expected, so this is a guess' : 'What was expected comes out with this';
  return `${found}: ${rules} [conventions ${JSON.stringify(asRecord(changes))}]`;
}

const canonical = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(changes).sort());

/** Recognises the changes whose {@link summaryOf} stands among the rejected edits of a prompt. */
export function rejectedIn(prompt: string): TurnedDown {
  const rejected = new Set<string>();
  for (const [, edit = ''] of prompt.matchAll(/<rejected>([\s\S]*?)<\/rejected>/g))
    for (const [, json = ''] of edit.matchAll(/\[conventions (\{[^{}]*\})\]/g)) {
      try {
        rejected.add(canonical(JSON.parse(json) as Record<string, unknown>));
      } catch {
        // Not a summary of ours.
      }
    }
  return (changes) => rejected.has(canonical(asRecord(changes)));
}
