import { type Rule, slots } from './slots.js';

export type Slot = keyof typeof slots;

/** The conventions of one house: an option for every slot. */
export type House = { readonly [S in Slot]: keyof (typeof slots)[S] };

/** The conventions a function depends on. */
export type Rules<S extends Slot> = Pick<House, S>;

/** One settled convention. */
export interface Convention {
  readonly slot: Slot;
  readonly option: string;
}

export const allSlots = Object.keys(slots) as readonly Slot[];

export const optionsOf = (slot: Slot): readonly string[] => Object.keys(slots[slot]);

/** What one would assume without knowing the house. */
export const commonSense = Object.fromEntries(allSlots.map((slot) => [slot, optionsOf(slot)[0]])) as House;

/** The house with some conventions settled anew; of two for the same slot the later one holds. */
export const settle = (house: House, conventions: readonly Convention[]): House => ({
  ...house,
  ...asRecord(conventions),
});

/** Slot names to options, in the order given. */
export const asRecord = (conventions: readonly Convention[]): Readonly<Record<string, string>> =>
  Object.fromEntries(conventions.map(({ slot, option }) => [slot, option]));

/** The sentence that states a convention. @throws {RangeError} for an option the slot does not have. */
export function sentence({ slot, option }: Convention): string {
  const rule = (slots[slot] as Readonly<Record<string, Rule>>)[option];
  if (!rule) throw new RangeError(`${slot} has no option ${option}`);
  return rule.says;
}

/** The convention a line of text states, if any. */
export function hear(line: string): Convention | undefined {
  for (const slot of allSlots)
    for (const [option, { hears }] of Object.entries<Rule>(slots[slot])) if (hears.test(line)) return { slot, option };
  return undefined;
}
