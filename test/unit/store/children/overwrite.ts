// Overwrites a file for ever with contents that tell whether they are whole: the hash of the rest, then the rest.
import { writeAtomic } from '../../../../src/engine/store/atomic.js';
import { sha256 } from '../../../../src/engine/store/hash.js';

const [file = '', size = '0'] = process.argv.slice(2);
for (let round = 1; ; round++) {
  const content = `${round} `.repeat(Number(size) / 4);
  await writeAtomic(file, sha256(content) + content);
  process.stdout.write(`${round}\n`);
}
