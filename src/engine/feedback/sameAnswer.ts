/**
 * Whether an answer is the expected one, as the GAIA benchmark compares (learning.md 3, `gaia`): numbers by value without `$`, `%` and thousands
 * separators; lists with `,` or `;` item by item in their order; other texts without regard to case, spaces and punctuation.
 */
export function sameAnswer(expected: string, answer: string): boolean {
  const number = numberIn(expected);
  if (number !== undefined) return number === numberIn(answer);
  const wanted = itemsOf(expected);
  if (wanted.length === 1) return sameText(expected, answer);
  const given = itemsOf(answer);
  return wanted.length === given.length && wanted.every((item, index) => sameItem(item, given[index] ?? ''));
}

/** An item of a list; punctuation counts less there than an empty item would. */
function sameItem(expected: string, answer: string): boolean {
  const number = numberIn(expected);
  return number === undefined ? sameText(expected, answer) : number === numberIn(answer);
}

/** The value of a text that is a number: `-1,234.50`, `$5`, `12 %`, `1e3`. A comma must stand before three digits, else it is a list. */
function numberIn(text: string): number | undefined {
  const bare = text.trim().replace(/^([-+]?)\s*\$\s*/, '$1');
  const match = /^([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[-+]?\d+)?)\s*%?$/i.exec(bare);
  const digits = match?.[1]?.replaceAll(',', '') ?? '';
  const value = digits === '' ? NaN : Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

const itemsOf = (text: string): readonly string[] => text.split(/[,;]/).map((item) => item.trim());

function sameText(expected: string, answer: string): boolean {
  const [wanted, given] = [plain(expected), plain(answer)];
  // Of answers that are all punctuation nothing is left to compare.
  return wanted === '' || given === '' ? expected.trim() === answer.trim() : wanted === given;
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');
