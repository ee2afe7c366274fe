import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { skillsDirOf } from '../../../src/engine/skills/name.js';
import { watchSkills, type SkillWatcher } from '../../../src/engine/skills/watcher.js';
import { runLimited } from '../store/children.js';
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
  let watcher: SkillWatcher | undefined;
  const start = async (): Promise<void> => {
    hints = 0;
    watcher = watchSkills(
      at(),
      () => hints++,
      (problem) => assert.fail(problem.key),
    );
    await watcher.ready;
  };
  afterEach(() => watcher?.close());
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
    // Many at the same time: on a busy machine chokidar alone loses some.
    const workspaces = Array.from({ length: 20 }, (_, index) => at(`ws-${index}`));
    await Promise.all(workspaces.map((workspace, index) => remake(workspace, index % 2 === 0)));
  });

  async function remake(workspace: string, whole: boolean): Promise<void> {
    const dir = skillsDirOf(workspace);
    const file = await writeSkill(dir, 'a');
    let count = 0;
    const own = watchSkills(
      workspace,
      () => count++,
      (problem) => assert.fail(problem.key),
    );
    try {
      await own.ready;
      for (let round = 0; round < 2; round++) {
        // In one go, so that the first event is handled when all is there again.
        rmSync(whole ? path.dirname(dir) : path.dirname(file), { recursive: true });
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, skillText('a'));
        await until(() => count > 0);
        await sleep(1500);
        count = 0;
        await writeFile(file, skillText('a', `Round ${round}.\n`));
        await until(() => count > 0);
      }
    } finally {
      await own.close();
    }
  }

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

  it('goes on by looking every few seconds when the system has no watches left, and says so', async function () {
    if (process.platform !== 'linux') return;
    const file = await writeSkill(skills(), 'a');
    assert.deepEqual(await runLimited('ulimit -n 64', 'fewFiles', at(), file), [
      'The system has no file watches left: changes to skills are seen within a few seconds.',
    ]);
  });

  it('leaves nothing when it is closed, at whatever moment', async () => {
    await writeSkill(skills(), 'a');
    const idle = kernelWatches();
    for (const wait of [0, 0, 3, 30, 200]) {
      await start();
      await writeFile(skills('a', 'SKILL.md'), skillText('a', `${wait}\n`));
      await sleep(wait);
      await watcher?.close();
      const after = hints;
      await sleep(200);
      assert.equal(hints, after);
    }
    for (const wait of [0, 1, 2, 3, 4, 6, 8, 12]) {
      const early = watchSkills(
        at(),
        () => assert.fail('closed'),
        () => assert.fail('closed'),
      );
      await sleep(wait);
      await early.close();
      await early.ready;
    }
    await until(() => kernelWatches() === idle);
  });
});
