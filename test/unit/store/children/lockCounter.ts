// Adds one to the number in a file so many times, each time under the lock, and prints the largest number it wrote.
import { readFile, writeFile } from 'node:fs/promises';
import { createStateLock } from '../../../../src/engine/store/lock.js';
import { createWindowId } from '../../../../src/engine/store/window.js';

const [dir = '', file = '', count = '0'] = process.argv.slice(2);
const lock = createStateLock({ dir, owner: createWindowId() });
let last = 0;
for (let number = 0; number < Number(count); number++)
  await lock.hold(async () => {
    last = Number(await readFile(file, 'utf8')) + 1;
    await writeFile(file, String(last));
  });
process.stdout.write(String(last));
