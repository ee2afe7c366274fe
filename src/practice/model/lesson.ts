import { choose } from '../hash.js';
import { asRecord, type Convention, hear, type House, optionsOf, sentence } from '../kb/house.js';
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

const found = {
  taught: 'What was expected comes out with this',
  guessed: 'No answer was expected, so this is a guess',
};

/** One sentence on a lesson, with its rules in words; {@link rejectedIn} recognises it among rejected edits. */
export function summaryOf(changes: readonly Convention[], guessed: boolean): string {
  if (!changes.length) return 'Nothing to change.';
  return `${guessed ? found.guessed : found.taught}: ${changes.map(sentence).join(' ')}`;
}

const canonical = (changes: readonly Convention[]): string => JSON.stringify(Object.entries(asRecord(changes)).sort());

/** Recognises the changes whose {@link summaryOf} stands among the rejected edits of a prompt. */
export function rejectedIn(prompt: string): TurnedDown {
  const rejected = new Set<string>();
  const ours = new RegExp(`(?:${Object.values(found).join('|')}): ((?:[^.]+\\.)+)`);
  for (const [, edit = ''] of prompt.matchAll(/<rejected>([\s\S]*?)<\/rejected>/g)) {
    const rules = ours.exec(edit)?.[1]?.match(/[^.]+\./g) ?? [];
    // Letter for letter: the reason that follows may speak of rules too.
    const changes = rules.flatMap((rule) => exactly(rule.trim()) ?? []);
    if (changes.length) rejected.add(canonical(changes));
  }
  return (changes) => rejected.has(canonical(changes));
}

function exactly(rule: string): Convention | undefined {
  const heard = hear(rule);
  return heard && sentence(heard) === rule ? heard : undefined;
}
