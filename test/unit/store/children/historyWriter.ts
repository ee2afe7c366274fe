// Changes a skill for ever, going back now and then, and prints the tree of every version that was acknowledged.
import { setTimeout as sleep } from 'node:timers/promises';
import { restore } from '../../../../src/engine/skills/restore.js';
import { edit, filesIn, openHouse } from '../../skills/historyHouse.js';

const [root = '', salt = ''] = process.argv.slice(2);
const house = openHouse(root, () => Date.now());
const dir = house.dir('a');
for (let round = 1; ; round++) {
  const found = await filesIn(dir);
  const versions = await house.history.versions('a');
  const next = (file: string, text: string | null) => edit(file, found[file] ?? null, text);
  const version =
    round % 4 === 0 && versions.length > 2
      ? await restore(house.history, { name: 'a', dir, version: versions.length - (versions.length % 3) - 1 })
      : await house.history.commit({
          ...{ name: 'a', dir, by: 'memento', why: '' },
          files: [
            next('SKILL.md', `${salt} ${round}`.repeat(200)),
            next(
              'scripts/run.sh',
              found['scripts/run.sh'] === undefined || round % 3 ? `x:echo ${salt} ${round}` : null,
            ),
            next(`notes/${round % 2}.txt`, `${salt} ${round}`),
          ],
        });
  process.stdout.write(`${version.tree ?? ''}\n`);
  // Lets the pipe be read.
  await sleep(0);
}
