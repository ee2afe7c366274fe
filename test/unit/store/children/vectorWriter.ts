// Stores vectors for ever, as one window: of each round, new ones of its own and some that are made anew. Prints the number of each stored round.
import { openCache, vectorOf } from '../../read/vectorSample.js';

const [dir = '', name = '', dims = '8'] = process.argv.slice(2);
const cache = openCache(dir);
for (let round = 0; ; round++) {
  const keys = Array.from({ length: 20 }, (_, index) => `task:${name}-${round}-${index}`);
  cache.add([...keys, `skill:${round % 5}`].map((key) => [key, vectorOf(key, Number(dims))] as const));
  await cache.save();
  process.stdout.write(`${round}\n`);
}
