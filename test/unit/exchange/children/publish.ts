import { createPublications } from '../../../../src/engine/exchange/publications.js';
import { readSkill } from '../../../../src/engine/skills/readSkill.js';
import { createStateLock } from '../../../../src/engine/store/lock.js';
import { contentOf } from '../../../../src/engine/exchange/adopt.js';

// Publishes two versions of one skill in turn, until it is killed.
const [workspace = '', state = '', ...versions] = process.argv.slice(2);
const lock = createStateLock({ dir: `${state}/lock`, owner: `${process.pid}-child` });
const publications = createPublications({ file: `${state}/published.json`, workspace, lock, clock: Date });
for (let round = 0; ; round++) {
  const folder = versions[round % versions.length] ?? '';
  const { entry } = await readSkill({ path: folder, isLink: false }, 'own', undefined);
  if (!('skill' in entry)) throw new Error(`no skill in ${folder}`);
  await publications.publish(entry.skill, await contentOf(entry.skill));
  console.log(round);
}
