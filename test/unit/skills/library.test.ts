import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { mapBounded } from '../../../src/engine/skills/bounded.js';
import { createLibrary, type Library } from '../../../src/engine/skills/library.js';
import type { LibrarySnapshot } from '../../../src/engine/skills/skill.js';
import { treeHash } from '../../../src/engine/skills/tree.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, until, writeSkill } from './support.js';

const names = ({ skills }: LibrarySnapshot): string[] => skills.map(({ name }) => name);
const problems = ({ broken }: LibrarySnapshot): string[] =>
  broken.map(({ name, diagnostics }) => `${name}: ${diagnostics.map(({ code }) => code).join(' ')}`);

describe('library', () => {
  const at = useTempFolder();
  const skills = (...parts: readonly string[]): string => at('ws', '.memento', 'skills', ...parts);
  let library: Library;
  beforeEach(async () => {
    await mkdir(at('ws'));
    await mkdir(at('templates', 'terminal'), { recursive: true });
    library = createLibrary({ workspace: at('ws'), templates: at('templates') });
  });
  afterEach(() => library.dispose());

  it('is empty where there is no library', async () => {
    assert.deepEqual(await library.read(), { skills: [], broken: [], shadowed: [] });
    await mkdir(at('ws', '.memento'));
    assert.deepEqual(await library.read(), { skills: [], broken: [], shadowed: [] });
  });

  it('gives the first reading to everyone who asks for the latest one, and counts it', async () => {
    for (let index = 0; index < 250; index++) await writeSkill(skills(), `skill-${index}`);
    const counts: string[] = [];
    const counted = createLibrary({
      workspace: at('ws'),
      templates: at('templates'),
      onProgress: (done, total) => counts.push(`${done} of ${total}`),
    });
    const [first, ...others] = await Promise.all([counted.latest(), counted.latest(), counted.latest()]);
    assert.equal(first.skills.length, 250);
    for (const other of others) assert.equal(other, first);
    assert.deepEqual(counts, ['100 of 250', '200 of 250', '250 of 250']);
    await writeSkill(skills(), 'skill-new');
    assert.equal(await counted.latest(), first);
    assert.equal((await counted.read()).skills.length, 251);
    assert.equal((await counted.latest()).skills.length, 251);
    assert.equal(counts.length, 3);
  });

  it('lists skills by name with their text, hash and source', async () => {
    for (const name of ['zebra', 'terminal', 'apple']) await writeSkill(skills(), name);
    await writeFile(skills('README.md'), 'no skill');
    await mkdir(skills('.git'));
    const { skills: found, broken } = await library.read();
    assert.deepEqual(broken, []);
    assert.deepEqual(
      found.map(({ name, source }) => [name, source]),
      [
        ['apple', 'own'],
        ['terminal', 'elementary'],
        ['zebra', 'own'],
      ],
    );
    const hash = sha256(skillText('apple'));
    const files = [{ path: 'SKILL.md', hash, size: Buffer.byteLength(skillText('apple')), executable: false }];
    assert.deepEqual(found[0], {
      name: 'apple',
      description: 'Does apple. Use when it must be done.',
      body: 'Do it.\n',
      text: skillText('apple'),
      hash,
      files,
      tree: treeHash(files),
      path: skills('apple', 'SKILL.md'),
      source: 'own',
      diagnostics: [],
    });
  });

  it('keeps an elementary skill elementary however it was edited', async () => {
    await writeSkill(skills(), 'terminal', skillText('terminal', 'All mine.\n'));
    assert.equal((await library.read()).skills[0]?.source, 'elementary');
  });

  it('keeps the text byte for byte', async () => {
    const odd = `\uFEFF${skillText('odd', 'Ünï 한국 \r\nno newline at the end')}`;
    await writeSkill(skills(), 'odd', odd);
    const [skill] = (await library.read()).skills;
    assert.equal(skill?.text, odd);
    assert.equal(skill.hash, sha256(odd));
  });

  it('lists what it cannot use and says why, without hanging', async function () {
    await writeSkill(skills(), 'good');
    await writeSkill(skills(), 'empty', '');
    await writeSkill(skills(), 'undescribed', '---\nname: undescribed\n---\nDo it.\n');
    await writeSkill(skills(), 'huge', skillText('huge', 'x'.repeat(1024 * 1024)));
    await writeSkill(skills(), 'script', '---js\n{}\n---\n');
    await mkdir(skills('nothing'));
    await mkdir(skills('folder', 'SKILL.md'), { recursive: true });
    await mkdir(skills('lower'));
    await writeFile(skills('lower', 'skill.md'), skillText('lower'));
    await mkdir(skills('bytes'));
    await writeFile(skills('bytes', 'SKILL.md'), Buffer.from([0xff, 0xfe, 0x2d, 0x00]));
    const expected = [
      'bytes: file-encoding',
      'empty: front-matter-missing',
      'folder: file-kind',
      'huge: file-too-large',
      'lower: file-missing',
      'nothing: file-missing',
      'script: front-matter-language',
      'undescribed: description-missing',
    ];
    if (process.platform !== 'win32') {
      await mkdir(skills('pipe'));
      execFileSync('mkfifo', [skills('pipe', 'SKILL.md')]);
      await writeSkill(at('elsewhere'), 'linked-folder');
      await symlink(at('elsewhere', 'linked-folder'), skills('linked-folder'));
      await mkdir(skills('linked-file'));
      await symlink(skills('good', 'SKILL.md'), skills('linked-file', 'SKILL.md'));
      await symlink(skills('loop'), skills('loop'));
      expected.push('linked-file: file-link', 'linked-folder: folder-link', 'loop: folder-link', 'pipe: file-kind');
    }
    const snapshot = await library.read();
    assert.deepEqual(names(snapshot), ['good']);
    assert.deepEqual(problems(snapshot), expected.sort());
  });

  it('A63: keeps one of two names that differ only in case or form, a regular one before others', async function () {
    for (const name of ['same', 'Same', 'ONLY', 'Only', 'caf\u00e9', 'cafe\u0301']) await writeSkill(skills(), name);
    const snapshot = await library.read();
    // A disk that does not tell upper from lower case has one folder of each.
    if (snapshot.skills.length + snapshot.broken.length < 6) return;
    assert.deepEqual(names(snapshot), ['ONLY', 'cafe\u0301', 'same']);
    assert.deepEqual(
      snapshot.broken.map(({ name, diagnostics }) => [name, diagnostics[0]?.code]),
      [
        ['Only', 'name-collision'],
        ['Same', 'name-collision'],
        ['caf\u00e9', 'name-collision'],
      ],
    );
  });

  it('uses nothing behind a link in the place of the library', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(at('elsewhere', 'skills'), 'planted');
    await symlink(at('elsewhere'), at('ws', '.memento'));
    const snapshot = await library.read();
    assert.deepEqual(names(snapshot), []);
    assert.deepEqual(problems(snapshot), ['.memento/skills: library-unreadable']);
  });

  it('reads again only what has changed', async () => {
    const files = [await writeSkill(skills(), 'a'), await writeSkill(skills(), 'b')];
    const first = await library.read();
    assert.equal(await library.read(), first);
    await writeFile(files[1]!, skillText('b', 'Other.\n'));
    const second = await library.read();
    assert.equal(second.skills[0], first.skills[0]);
    assert.equal(second.skills[1]?.body, 'Other.\n');
  });

  it('notices a change that keeps size and time stamp', async () => {
    const file = await writeSkill(skills(), 'a', skillText('a', 'One.\n'));
    await utimes(file, 1_000_000, 1_000_000);
    await library.read();
    await writeFile(file, skillText('a', 'Two.\n'));
    await utimes(file, 1_000_000, 1_000_000);
    assert.equal((await library.read()).skills[0]?.body, 'Two.\n');
  });

  it('sees a change that was made before the reading was asked for, whatever else is going on', async () => {
    await writeSkill(skills(), 'a');
    const reading = library.read();
    await writeSkill(skills(), 'b');
    const [, later, same] = await Promise.all([reading, library.read(), library.read()]);
    assert.deepEqual(names(later), ['a', 'b']);
    assert.equal(later, same);
  });

  it('B40: reads ten thousand skills, and again only the one that changed', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `skill-${index}`);
    await mapBounded(names, 64, (name) => writeSkill(skills(), name));
    const before = await library.read();
    assert.equal(before.skills.length, 10_000);
    await writeSkill(skills(), 'skill-77', skillText('skill-77', 'Do it otherwise.\n'));
    const after = await library.read();
    const changed = after.skills.filter((skill, index) => skill !== before.skills[index]);
    assert.deepEqual(
      changed.map(({ name, body }) => [name, body]),
      [['skill-77', 'Do it otherwise.\n']],
    );
  });

  describe('when it is watched', () => {
    let latest: LibrarySnapshot | undefined;
    let changes = 0;
    const watch = async (): Promise<void> => {
      changes = 0;
      library.onDidChange((snapshot) => {
        latest = snapshot;
        changes++;
      });
      await library.watch();
    };
    const becomes = (...expected: readonly string[]): Promise<void> =>
      until(() => latest !== undefined && names(latest).join() === expected.join());

    it('tells of skills that come, change, break and go', async () => {
      await writeSkill(skills(), 'a');
      await watch();
      assert.equal(changes, 0);
      await writeSkill(skills(), 'b');
      await becomes('a', 'b');
      await writeFile(skills('b', 'SKILL.md'), skillText('b', 'Changed.\n'));
      await until(() => latest?.skills[1]?.body === 'Changed.\n');
      await writeFile(skills('b', 'SKILL.md'), 'broken');
      await until(() => latest?.broken.length === 1);
      await rename(skills('a'), skills('c'));
      await until(() => problems(latest!).join() === 'b: front-matter-missing' && names(latest!).join() === 'c');
      await rm(skills('c'), { recursive: true });
      await until(() => latest?.skills.length === 0);
      await unlink(skills('b', 'SKILL.md'));
      await until(() => problems(latest!).join() === 'b: file-missing');
    });

    it('sees a library that appears later, goes and comes again', async () => {
      await watch();
      await writeSkill(skills(), 'a');
      await becomes('a');
      for (const name of ['b', 'c', 'd']) {
        await rm(at('ws', '.memento'), { recursive: true });
        await writeSkill(skills(), name);
        await becomes(name);
        await writeFile(skills(name, 'SKILL.md'), skillText(name, 'Again.\n'));
        await until(() => latest?.skills[0]?.body === 'Again.\n');
      }
    });

    it('tells nothing more after the listener or the library is disposed', async () => {
      await writeSkill(skills(), 'a');
      await library.watch();
      library.onDidChange(() => assert.fail('the listener was disposed')).dispose();
      await writeSkill(skills(), 'b');
      await until(async () => (await library.read()).skills.length === 2);
      library.onDidChange(() => assert.fail('the library was disposed'));
      await library.dispose();
      await library.dispose();
      await writeSkill(skills(), 'c');
      assert.equal((await library.read()).skills.length, 3);
    });
  });
});
