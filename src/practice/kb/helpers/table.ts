import type { Rules } from '../house.js';

/** The rows of a table with a head line, by column name. */
export function rows<Column extends string>(input: string, separator = ','): Readonly<Record<Column, string>>[] {
  const [head = '', ...lines] = input.trim().split(/\r?\n/);
  const columns = head.split(separator);
  const row = (line: string): Readonly<Record<string, string>> =>
    Object.fromEntries(line.split(separator).map((cell, index) => [columns[index] ?? '', cell]));
  return lines.map(row);
}

/** The rows whose flag does not leave them out. */
export function kept<Row extends { readonly flag: string }>(table: readonly Row[], house: Rules<'skipflag'>): Row[] {
  return table.filter((row) => row.flag !== house.skipflag);
}

/** How often each value occurs. */
export function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The value with the highest count. */
export function most(counts: ReadonlyMap<string, number>, house: Rules<'tie'>): string {
  const highest = Math.max(...counts.values());
  const best = [...counts.keys()].filter((value) => counts.get(value) === highest).sort();
  return (house.tie === 'last' ? best.at(-1) : best[0]) ?? '';
}
