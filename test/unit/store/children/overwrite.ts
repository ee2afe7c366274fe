// Overwrites a file for ever with contents that tell whether they are whole: the hash of the rest, then the rest.
import { writeAtomic } from '../../../../src/engine/store/atomic.js';
import { sha256 } from '../../../../src/engine/store/hash.js';

const [file = '', size = '0'] = process.argv.slice(2);
const contents = ['odd ', 'even'].map((word) => {
  const content = word.repeat(Number(size) / 4);
  return sha256(content) + content;
});
for (let round = 1; ; round++) {
  await writeAtomic(file, contents[round % 2] ?? '');
  process.stdout.write(`${round}\n`);
}
