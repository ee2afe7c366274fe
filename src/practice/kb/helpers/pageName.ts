import type { Rules } from '../house.js';

/** The name under which a title is filed. */
export function nameFor(title: string, house: Rules<'case' | 'stop' | 'maxlen'>): string {
  const small = ['the', 'of', 'a', 'an', 'and'];
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .split(/ +/)
    .filter((word) => word && !(house.stop === 'drop' && small.includes(word)));
  const joined = words.join({ kebab: '-', snake: '_', usnake: '_', dots: '.' }[house.case]);
  const name = house.case === 'usnake' ? joined.toUpperCase() : joined;
  return name.slice(0, { inf: 999, m16: 16, m12: 12, m20: 20 }[house.maxlen]);
}
