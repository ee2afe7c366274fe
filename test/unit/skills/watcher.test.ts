import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { runLimited } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { times } from '../../support/soak.js';
import { skillText, until, writeSkill } from './support.js';
import { bodyOf, kernelWatches, watchLibrary, type Watched } from './watched.js';

describe('a watched library', () => {
  const at = useTempFolder();
  const skills = (...parts: readonly string[]): string => at('ws', '.memento', 'skills', ...parts);
  let watched: Watched;
  let idle: number | undefined;
  const start = async (): Promise<void> => {
    idle = kernelWatches();
    watched = await watchLibrary(at('ws'));
  };
  afterEach(() => watched.library.dispose());
  const names = (): string => watched.latest?.skills.map(({ name }) => name).join() ?? '';

  it('watches folders of skills, no files, and nothing else of the workspace', async () => {
    await writeSkill(skills(), 'a');
    await mkdir(skills('a', 'scripts', 'deep'), { recursive: true });
    await mkdir(skills('a', 'node_modules', 'x'), { recursive: true });
    await mkdir(at('ws', 'src', 'deep'), { recursive: true });
    await mkdir(at('ws', '.memento', 'other'));
    await start();
    // The workspace and .memento; skills, a, a/scripts, a/scripts/deep.
    if (idle !== undefined) assert.equal(kernelWatches()! - idle, 6);
  });

  it('sees files in the folders of a skill come, change and go', async () => {
    await writeSkill(skills(), 'a');
    await start();
    const paths = (): string | undefined => watched.latest?.skills[0]?.files.map((file) => file.path).join();
    await mkdir(skills('a', 'scripts', 'deep'), { recursive: true });
    await writeFile(skills('a', 'scripts', 'deep', 'x.sh'), 'one');
    await until(() => paths() === 'SKILL.md,scripts/deep/x.sh');
    const tree = watched.latest?.skills[0]?.tree;
    await writeFile(skills('a', 'scripts', 'deep', 'x.sh'), 'two');
    await until(() => watched.latest?.skills[0]?.tree !== tree);
    await rm(skills('a', 'scripts'), { recursive: true });
    await until(() => paths() === 'SKILL.md');
  });

  it('B52: sees editors that write another file and put it in place', async () => {
    await writeSkill(skills(), 'a');
    await start();
    for (let round = 0; round < times(10, 50); round++) {
      await writeFile(skills('a', 'SKILL.md~'), skillText('a', `Round ${round}.\n`));
      await rename(skills('a', 'SKILL.md~'), skills('a', 'SKILL.md'));
      await watched.becomes((snapshot) => bodyOf(snapshot, 'a') === `Round ${round}.\n`);
    }
  });

  it('B53: ends with the whole text of a slow writer, whatever was read in between', async () => {
    await writeSkill(skills(), 'a');
    await start();
    const text = skillText('a', 'Slow.\n'.repeat(200));
    for (let end = 0; end < text.length; end += 300) {
      writeFileSync(skills('a', 'SKILL.md'), text.slice(0, end));
      await sleep(60);
    }
    writeFileSync(skills('a', 'SKILL.md'), text);
    await watched.becomes((snapshot) => snapshot.skills[0]?.text === text);
  });

  it('B51: loses nothing of a burst and tells of it once', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => `skill-${index}`);
    await Promise.all(all.map((name) => writeSkill(skills(), name)));
    await start();
    for (let round = 0; round < 2; round++)
      for (const name of all) writeFileSync(skills(name, 'SKILL.md'), skillText(name, `Round ${round}.\n`));
    await watched.becomes((snapshot) => snapshot.skills.every(({ body }) => body === 'Round 1.\n'));
    await sleep(500);
    assert.equal(watched.changes, 1);
  });

  it('B27: sees many skills come and go at once, as when another branch is checked out', async () => {
    const all = Array.from({ length: 300 }, (_, index) => `skill-${index}`);
    await Promise.all(all.map((name) => writeSkill(skills(), name)));
    await start();
    for (const name of all.slice(0, 200)) rmSync(skills(name), { recursive: true });
    for (const name of all.slice(0, 50)) {
      mkdirSync(skills(`new-${name}`));
      writeFileSync(skills(`new-${name}`, 'SKILL.md'), skillText(`new-${name}`));
    }
    await watched.becomes((snapshot) => snapshot.skills.length === 150);
    await writeSkill(skills(), 'new-skill-7', skillText('new-skill-7', 'Seen.\n'));
    await watched.becomes((snapshot) => bodyOf(snapshot, 'new-skill-7') === 'Seen.\n');
  });

  it('B55: keeps seeing folders that are deleted and made again at once', async () => {
    await start();
    // Many at the same time: on a busy machine watchers lose some.
    const parts = ['.memento', '.memento/skills', '.memento/skills/a', '.claude', '.claude/skills'];
    await Promise.all(
      Array.from({ length: times(15, 60) }, (_, index) => remake(at(`ws-${index}`), parts[index % parts.length]!)),
    );
  });

  async function remake(workspace: string, part: string): Promise<void> {
    const dir = `${workspace}/${part.startsWith('.claude') ? '.claude' : '.memento'}/skills`;
    await writeSkill(dir, 'a');
    const own = await watchLibrary(workspace);
    try {
      for (let round = 0; round < 2; round++) {
        // In one go, so that the first event is handled when all is there again.
        rmSync(`${workspace}/${part}`, { recursive: true });
        mkdirSync(`${dir}/a`, { recursive: true });
        writeFileSync(`${dir}/a/SKILL.md`, skillText('a', `Made ${round}.\n`));
        await own.becomes((snapshot) => bodyOf(snapshot, 'a') === `Made ${round}.\n`);
        await sleep(300);
        await writeFile(`${dir}/a/SKILL.md`, skillText('a', `Written ${round}.\n`));
        await own.becomes((snapshot) => bodyOf(snapshot, 'a') === `Written ${round}.\n`);
        await writeSkill(dir, 'b');
        await own.becomes((snapshot) => snapshot.skills.length === 2);
      }
      rmSync(dir, { recursive: true });
      await own.becomes((snapshot) => snapshot.skills.length === 0);
      await writeSkill(dir, 'c');
      await own.becomes((snapshot) => snapshot.skills.length === 1);
    } finally {
      await own.library.dispose();
    }
  }

  it('B50: neither follows links nor runs in circles', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(at('elsewhere'), 'x');
    await writeSkill(skills(), 'a');
    await symlink(at('elsewhere', 'x'), skills('linked'));
    await symlink(skills(), skills('a', 'loop'));
    await symlink('.', skills('self'));
    await start();
    // The workspace, .memento, skills, a.
    if (idle !== undefined) assert.equal(kernelWatches()! - idle, 4);
    await writeFile(at('elsewhere', 'x', 'SKILL.md'), 'changed');
    await sleep(500);
    assert.equal(watched.changes, 0);
    assert.equal((await watched.library.read()).skills[0]?.diagnostics[0]?.code, 'file-link');
  });

  it('B54: goes on by looking every few seconds when the system has no watches left, and says so', async function () {
    if (process.platform !== 'linux') return;
    const file = await writeSkill(skills(), 'a');
    await start();
    assert.deepEqual(await runLimited('ulimit -n 64', 'fewFiles', at('ws'), file), [
      'The system has no file watches left: changes to skills are seen within a few seconds.',
    ]);
  });

  it('sees skills of other agents, in folders that come later, and those of the home folder', async () => {
    await writeSkill(at('home', '.claude', 'skills'), 'h');
    watched = await watchLibrary(at('ws'), at('home'));
    await writeSkill(at('ws', '.github', 'skills'), 'g');
    await until(() => names() === 'g,h');
    await writeSkill(at('home', '.claude', 'skills'), 'i');
    await until(() => names() === 'g,h,i');
    await rm(at('ws', '.github'), { recursive: true });
    await until(() => names() === 'h,i');
    await writeFile(at('home', '.claude', 'skills', 'h', 'SKILL.md'), skillText('h', 'Changed.\n'));
    await watched.becomes((snapshot) => bodyOf(snapshot, 'h') === 'Changed.\n');
  });

  it('leaves nothing when it is disposed, at whatever moment', async () => {
    await writeSkill(skills(), 'a');
    await start();
    await watched.library.dispose();
    await until(() => kernelWatches() === idle);
    for (const wait of [0, 1, 2, 3, 4, 6, 8, 12, 30, 100]) {
      const early = createLibrary({ workspace: at('ws'), templates: at('none') });
      early.onDidChange(() => assert.fail('disposed'));
      const watching = early.watch();
      await sleep(wait);
      const disposed = early.dispose();
      await writeFile(skills('a', 'SKILL.md'), skillText('a', `${wait}\n`));
      await Promise.all([disposed, watching]);
    }
    await until(() => kernelWatches() === idle);
  });
});
