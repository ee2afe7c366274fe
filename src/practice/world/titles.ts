import { integer, pick, type Random } from '../random.js';

const words = [
  'harbor',
  'lantern',
  'the',
  'of',
  'ember',
  'quiet',
  'a',
  'ridge',
  'copper',
  'signal',
  'meadow',
  'orbit',
  'and',
  'velvet',
  'canyon',
  'willow',
  'atlas',
  'pepper',
  'tundra',
];
const first = ['Harbor', 'Lantern', 'Ember', 'Quiet', 'Copper', 'Signal', 'Meadow'];

/** A made-up title of three to six words. */
export function randomTitle(random: Random): string {
  const title = Array.from({ length: integer(random, 3, 6) }, () => pick(random, words));
  title[0] = pick(random, first);
  return title.join(' ');
}
