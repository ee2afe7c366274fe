/** The names most like the wanted one, best first; none that has little in common with it. */
export function nearest(wanted: string, names: readonly string[], count: number): readonly string[] {
  const sought = pairs(wanted);
  return names
    .map((name) => ({ name, score: likeness(sought, pairs(name)) }))
    .filter(({ score }) => score >= 0.3)
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

const pairs = (name: string): ReadonlySet<string> => {
  const plain = name.toLowerCase();
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, index) => plain.slice(index, index + 2)));
};

/** Sørensen-Dice coefficient of the two sets of letter pairs, 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}
