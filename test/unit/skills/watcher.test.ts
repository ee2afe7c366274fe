import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchSkills, type SkillWatcher } from '../../../src/engine/skills/watcher.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, until, writeSkill } from './support.js';

/** Folders and files that this process watches, from the kernel; undefined where it does not tell. */
function kernelWatches(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc/self/fdinfo')
    .map((descriptor) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
      } catch {
        return '';
      }
    })
    .reduce((sum, info) => sum + (info.match(/^inotify /gm)?.length ?? 0), 0);
}

describe('watchSkills', () => {
  const at = useTempFolder();
  const skills = (...parts: readonly string[]): string => at('.memento', 'skills', ...parts);
  let hints = 0;
  let watcher: SkillWatcher;
  const start = async (): Promise<void> => {
    hints = 0;
    watcher = watchSkills(
      at(),
      () => hints++,
      (problem) => assert.fail(problem.key),
    );
    await watcher.ready;
  };
  afterEach(() => watcher.close());
  /** Waits until the hints of what was done before have all come. */
  const quiet = async (): Promise<void> => {
    for (let before = -1; before !== hints;) {
      before = hints;
      await sleep(1000);
    }
  };

  it('watches the library and nothing else of the workspace', async () => {
    await writeSkill(skills(), 'a');
    await mkdir(at('src', 'deep'), { recursive: true });
    await mkdir(at('.memento', 'other'));
    await mkdir(skills('a', 'scripts'));
    const idle = kernelWatches();
    await start();
    // The workspace, .memento, skills, a, a/SKILL.md.
    if (idle !== undefined) assert.equal(kernelWatches()! - idle, 5);
    for (const file of [
      at('README.md'),
      at('src', 'deep', 'x.ts'),
      at('.memento', 'other', 'x'),
      skills('a', 'notes.md'),
      skills('a', '.SKILL.md.1.0123456789ab.tmp'),
      skills('a', 'scripts', 'x.sh'),
    ])
      await writeFile(file, '');
    await quiet();
    assert.equal(hints, 0);
  });

  it('joins a burst of changes', async () => {
    await mkdir(skills(), { recursive: true });
    await start();
    await Promise.all(Array.from({ length: 50 }, (_, index) => writeSkill(skills(), `skill-${index}`)));
    await until(() => hints > 0);
    await quiet();
    assert.ok(hints < 20, `${hints} hints`);
  });

  it('keeps seeing folders that are deleted and made again at once', async () => {
    await writeSkill(skills(), 'a');
    await start();
    for (let round = 0; round < 4; round++) {
      const folder = round % 2 ? skills('a') : at('.memento');
      await rm(folder, { recursive: true });
      await writeSkill(skills(), 'a');
      await until(() => hints > 0);
      await sleep(600);
      hints = 0;
      await writeFile(skills('a', 'SKILL.md'), skillText('a', `Round ${round}.\n`));
      await until(() => hints > 0);
    }
  });

  it('does not follow links', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(at('elsewhere'), 'a');
    await mkdir(skills(), { recursive: true });
    await symlink(at('elsewhere', 'a'), skills('a'));
    const idle = kernelWatches();
    await start();
    // The workspace, .memento, skills.
    if (idle !== undefined) assert.equal(kernelWatches()! - idle, 3);
    await quiet();
    const before = hints;
    await writeFile(at('elsewhere', 'a', 'SKILL.md'), 'changed');
    await quiet();
    assert.equal(hints, before);
  });

  it('leaves nothing when it is closed, at whatever moment', async () => {
    await writeSkill(skills(), 'a');
    const idle = kernelWatches();
    for (const wait of [0, 0, 3, 30, 200]) {
      await start();
      await writeFile(skills('a', 'SKILL.md'), skillText('a', `${wait}\n`));
      await sleep(wait);
      await watcher.close();
      const after = hints;
      await sleep(200);
      assert.equal(hints, after);
    }
    const early = watchSkills(
      at(),
      () => assert.fail('closed'),
      () => assert.fail('closed'),
    );
    await early.close();
    await early.ready;
    await until(() => kernelWatches() === idle);
  });
});
