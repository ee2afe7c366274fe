import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { contentOf } from '../../../src/engine/exchange/adopt.js';
import { createPublications } from '../../../src/engine/exchange/publications.js';
import { readTree } from '../../../src/engine/skills/folder.js';
import { readSkill } from '../../../src/engine/skills/readSkill.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { times } from '../../support/soak.js';
import { skillText } from '../skills/support.js';
import { killAfter, seeded } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { writeFiles } from './support/fetch.js';

describe('Publishing, killed', () => {
  const at = useTempFolder();

  it('leaves a whole copy or none, never a mixed one, and the next one goes through', async function () {
    this.timeout(times(60_000, 600_000));
    const random = seeded(11);
    const some = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`docs/${index}.md`, 'one']));
    await writeFiles(at('one', 'pdf'), { 'SKILL.md': skillText('pdf', 'One.\n'), ...some });
    const others = Object.fromEntries(Object.keys(some).map((file) => [file, 'two']));
    await writeFiles(at('two', 'pdf'), { 'SKILL.md': skillText('pdf', 'Two.\n'), ...others, 'more.md': 'two' });
    await writeFiles(at('ws'), { 'README.md': '' });
    const versions = [at('one', 'pdf'), at('two', 'pdf')];
    const trees = await Promise.all(versions.map(async (folder) => (await readTree(folder)).tree));
    const skills = at('ws', '.agents', 'skills');

    for (let round = 0; round < times(8, 100); round++) {
      await killAfter(start(at('ws'), at('state'), ...versions), 1, random() * 80);
      const here = (await readdir(skills)).filter((name) => !name.startsWith('.'));
      if (here.length) assert(trees.includes((await readTree(path.join(skills, 'pdf'))).tree), 'a mixed copy');
      const { entry } = await readSkill({ path: versions[round % 2]!, isLink: false }, 'own', undefined);
      assert('skill' in entry);
      const lock = createStateLock({ dir: at('state', 'lock'), owner: `${process.pid}-test` });
      const publications = createPublications({
        file: at('state', 'published.json'),
        workspace: at('ws'),
        lock,
        clock: Date,
      });
      await publications.publish(entry.skill, await contentOf(entry.skill));
      assert.deepEqual(
        (await publications.list([entry.skill])).map(({ drift }) => drift),
        ['same'],
      );
    }
  });
});

const start = (...parameters: readonly string[]) =>
  spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      fileURLToPath(new URL('children/publish.ts', import.meta.url)),
      ...parameters,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
