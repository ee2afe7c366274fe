/** A rule whose pattern is only tried where one of its signs, in lower case, stands in the text. */
export interface Signed {
  readonly signs: readonly string[];
}

/**
 * A function that finds out in one pass through a text (in lower case) which of the rules have to be looked at: most texts have few of the
 * signs, and trying every pattern on every skill takes several times as long.
 */
export function signFinder<Rule extends Signed>(rules: readonly Rule[]): (lower: string) => Rule[] {
  const all = [...new Set(rules.flatMap(({ signs }) => signs))];
  const any = new RegExp(all.map((sign) => sign.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'), 'g');
  return (lower) => {
    const found = new Set<string>();
    any.lastIndex = 0;
    for (let match = any.exec(lower); match; match = any.exec(lower)) {
      found.add(match[0]);
      // Another sign may begin inside of this one.
      any.lastIndex = match.index + 1;
    }
    return found.size ? rules.filter(({ signs }) => signs.some((sign) => found.has(sign))) : [];
  };
}
