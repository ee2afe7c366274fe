// Tries to be the one that creates each of the files; prints how often it was.
import { HashMismatchError, writeAtomic } from '../../../../src/engine/store/atomic.js';

const [folder = '', by = '', count = '0'] = process.argv.slice(2);
let won = 0;
for (let number = 0; number < Number(count); number++)
  try {
    await writeAtomic(`${folder}/${number}`, by, { expectedHash: null });
    won++;
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
  }
process.stdout.write(String(won));
