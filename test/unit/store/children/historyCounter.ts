// Adds one to the number in a skill so many times; when somebody else was faster it looks again and tries again.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { HashMismatchError } from '../../../../src/engine/store/atomic.js';
import { change, edit, openHouse } from '../../skills/historyHouse.js';

const [root = '', count = '0'] = process.argv.slice(2);
const house = openHouse(root, () => Date.now());
const dir = house.dir('a');
let conflicts = 0;
for (let done = 0; done < Number(count);) {
  const before = await readFile(path.join(dir, 'SKILL.md'), 'utf8');
  try {
    await house.history.commit(change(dir, edit('SKILL.md', before, String(Number(before) + 1))));
    done++;
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    conflicts++;
  }
}
process.stdout.write(String(conflicts));
