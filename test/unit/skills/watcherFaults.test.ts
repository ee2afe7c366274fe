import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTree } from '../../../src/engine/skills/folder.js';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { watchSkills, type SkillWatcher } from '../../../src/engine/skills/watcher.js';
import type { Hint } from '../../../src/engine/skills/watcherBurst.js';
import { systemWatch, type WatchFolder } from '../../../src/engine/skills/watcherFolders.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, until, writeSkill } from './support.js';
import { bodyOf } from './watched.js';

describe('watchSkills', () => {
  const at = useTempFolder();
  const root = (): string => at('.memento', 'skills');
  let hints: Hint[] = [];
  let problems: string[] = [];
  let watcher: SkillWatcher | undefined;
  const skillsOf = (hint: Hint): string =>
    hint === 'all' ? 'all' : [...hint.values()].flatMap((all) => [...all]).join();

  async function start(watchFolder?: WatchFolder, recursive?: boolean): Promise<void> {
    hints = [];
    problems = [];
    watcher = watchSkills({
      workspace: at(),
      roots: [root(), at('.claude', 'skills')],
      onHint: (hint) => Promise.resolve(hints.push(hint)),
      onProblem: ({ key }) => problems.push(key),
      ...(watchFolder && { watchFolder }),
      ...(recursive !== undefined && { recursive }),
    });
    await watcher.ready;
    await follow();
  }
  /** Tells the watcher what a reading of two skills would find. */
  async function follow(): Promise<Hint> {
    const folders = await Promise.all(
      ['a', 'b'].map(async (name) => (await readTree(path.join(root(), name))).folders),
    );
    const skills = new Map(['a', 'b'].map((name, index) => [name, folders[index]!]));
    return await watcher!.follow([{ dir: root(), skills, complete: true }]);
  }
  beforeEach(async () => {
    await writeSkill(root(), 'a');
    await writeSkill(root(), 'b');
    await mkdir(path.join(root(), 'b', 'scripts'));
  });
  afterEach(() => watcher?.close());

  it('says which skills to read again', async () => {
    await start();
    await writeFile(path.join(root(), 'b', 'scripts', 'x.sh'), '');
    await until(() => hints.length > 0);
    assert.deepEqual(hints.map(skillsOf), ['b']);
    assert.deepEqual(await follow(), new Map());
  });

  it('says what was not watched while it was read', async () => {
    await start();
    assert.deepEqual(await follow(), new Map());
    await mkdir(path.join(root(), 'b', 'references'));
    assert.deepEqual(await follow(), new Map([[root(), new Set(['b'])]]));
    await rm(root(), { recursive: true });
    for (const name of ['a', 'b']) await writeSkill(root(), name);
    assert.equal(await follow(), 'all');
    assert.deepEqual(await follow(), new Map());
  });

  it('sees everything below a root by one watch where the system can', async () => {
    const opened: string[] = [];
    await start((dir, options, listener) => {
      opened.push(`${path.relative(at(), dir)} ${options.recursive}`);
      return watch(dir, options, listener);
    }, true);
    assert.deepEqual(opened, [`${path.join('.memento', 'skills')} true`]);
    await sleep(300);
    await writeFile(path.join(root(), 'b', 'scripts', 'x.sh'), '');
    await until(() => hints.some((hint) => skillsOf(hint) === 'b'));
  });

  it('B56: takes no notice of what is none of its business', async () => {
    await mkdir(at('dist'));
    await mkdir(at('.memento', 'other'));
    await start();
    for (let index = 0; index < 200; index++) {
      await writeFile(at('dist', `${index}.js`), '');
      await writeFile(at(`out-${index % 7}.log`), `${index}`);
    }
    await writeFile(at('.memento', 'other', 'x'), '');
    await writeFile(path.join(root(), 'a', '.SKILL.md.1.0123456789ab.tmp'), '');
    await mkdir(path.join(root(), 'a', '.git'));
    await sleep(600);
    assert.deepEqual(hints, []);
  });

  for (const code of ['ENOSPC', 'EMFILE'])
    it(`B54: looks every few seconds when a watch fails with ${code}, and says so once`, async () => {
      let count = 0;
      await start((...parameters) => {
        if (++count === 3) throw Object.assign(new Error(code), { code });
        return systemWatch(...parameters);
      });
      assert.deepEqual(problems, [
        'The system has no file watches left: changes to skills are seen within a few seconds.',
      ]);
      await until(() => hints.filter((hint) => hint === 'all').length >= 2);
      assert.deepEqual(await follow(), new Map());
      assert.equal(problems.length, 1);
    });

  it('B57: begins again after an error, later each time, and tells of it when it goes on', async () => {
    let failing = true;
    await start((...parameters) => {
      const handle = systemWatch(...parameters);
      // The first ones report an error some time after they were opened.
      if (failing)
        setTimeout(
          () => (handle as unknown as EventEmitter).emit('error', Object.assign(new Error(), { code: 'EIO' })),
          5,
        );
      return handle;
    });
    for (let round = 1; round <= 2; round++) {
      await until(() => hints.length >= round);
      assert.deepEqual(hints[round - 1], 'all');
      assert.deepEqual(problems, []);
      await follow();
    }
    await until(() => problems.length > 0);
    assert.deepEqual(problems, ['The skill library cannot be watched ({0}). Refresh it by hand.']);
    failing = false;
    await until(() => hints.length === 3);
    await follow();
    await writeFile(path.join(root(), 'a', 'SKILL.md'), 'again');
    await until(() => hints.length === 4);
    assert.equal(skillsOf(hints[3]!), 'a');
  });

  it('lets go of a folder that is gone or not ours before it is watched', async () => {
    for (const code of ['ENOENT', 'EACCES']) {
      await start((dir, ...parameters) => {
        if (dir.endsWith('a')) throw Object.assign(new Error(code), { code });
        return systemWatch(dir, ...parameters);
      });
      await writeFile(path.join(root(), 'b', 'SKILL.md'), code);
      await until(() => hints.length > 0);
      assert.deepEqual(problems, []);
      await watcher?.close();
    }
  });

  it('B58: a library on a drive that tells of nothing is read on demand', async () => {
    const library = createLibrary({ workspace: at(), templates: at('none') });
    await library.read();
    await writeSkill(root(), 'a', skillText('a', 'Changed.\n'));
    assert.equal(bodyOf(await library.read(), 'a'), 'Changed.\n');
  });
});
