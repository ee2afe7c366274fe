import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { readTree, type FolderReading } from '../../../src/engine/skills/folder.js';
import { treeHash } from '../../../src/engine/skills/tree.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { tempName } from '../../../src/engine/store/atomic.js';
import { useTempFolder } from '../store/temp.js';

describe('readTree', () => {
  const at = useTempFolder();
  const skill = (...parts: readonly string[]): string => at('skill', ...parts);
  const paths = ({ files }: FolderReading): string => files.map((file) => file.path).join(' ');
  const problems = (reading: FolderReading): string[] => reading.problems.map(({ code, path }) => `${code} ${path}`);
  /** Long after everything was written: stamps count. */
  const later = (): number => Date.now() + 60_000;
  /** Reads, and says which files were opened. */
  async function reading(before?: FolderReading): Promise<[FolderReading, string]> {
    const opened: string[] = [];
    const result = await readTree(skill(), before, (file) => opened.push(file), { now: later() });
    return [result, opened.join(' ')];
  }
  beforeEach(async () => {
    await mkdir(skill('scripts', 'deep'), { recursive: true });
    await writeFile(skill('SKILL.md'), 'text');
    await writeFile(skill('scripts', 'run.sh'), 'echo', { mode: 0o755 });
    await writeFile(skill('scripts', 'deep', 'Ünï 한국.md'), '');
  });

  it('gives every file with its hash, sorted, and hands over what it read', async () => {
    const contents = new Map<string, string>();
    const found = await readTree(skill(), undefined, (file, data) => contents.set(file, data.toString()));
    const executable = process.platform !== 'win32';
    const expected = [
      { path: 'SKILL.md', hash: sha256('text'), size: 4, executable: false },
      { path: 'scripts/deep/Ünï 한국.md', hash: sha256(''), size: 0, executable: false },
      { path: 'scripts/run.sh', hash: sha256('echo'), size: 4, executable },
    ];
    assert.deepEqual(found.files, expected);
    assert.equal(found.tree, treeHash(expected));
    assert.deepEqual(found.problems, []);
    assert.deepEqual(
      [...contents],
      [
        ['SKILL.md', 'text'],
        ['scripts/deep/Ünï 한국.md', ''],
        ['scripts/run.sh', 'echo'],
      ],
    );
  });

  it('opens nothing again that has not changed, and is the same then', async () => {
    const [first, all] = await reading();
    assert.equal(all.split(' ').length, 4);
    const [again, none] = await reading(first);
    assert.equal(again, first);
    assert.equal(none, '');
    await writeFile(skill('scripts', 'run.sh'), 'ECHO');
    const [changed, one] = await reading(first);
    assert.equal(one, 'scripts/run.sh');
    assert.notEqual(changed.tree, first.tree);
    assert.equal(changed.files[0], first.files[0]);
    await rm(skill('scripts', 'run.sh'));
    assert.equal(paths((await reading(changed))[0]), 'SKILL.md scripts/deep/Ünï 한국.md');
  });

  it('does not believe a stamp that is too young', async () => {
    const now = Date.now();
    const first = await readTree(skill(), undefined, undefined, { now });
    await writeFile(skill('SKILL.md'), 'TEXT');
    assert.notEqual((await readTree(skill(), first, undefined, { now })).tree, first.tree);
    const opened: string[] = [];
    await readTree(skill(), first, (file) => opened.push(file), { now });
    assert.equal(opened.length, 3);
  });

  it('notices a file that was replaced by one of the same size and time', async () => {
    await utimes(skill('SKILL.md'), 1000, 1000);
    const [first] = await reading();
    await writeFile(skill('other'), 'TEXT');
    await utimes(skill('other'), 1000, 1000);
    await rename(skill('other'), skill('SKILL.md'));
    assert.notEqual((await reading(first))[0].tree, first.tree);
  });

  it('knows a folder from another one in its place', async () => {
    const [first] = await reading();
    await rename(skill('scripts'), at('old'));
    await mkdir(skill('scripts', 'deep'), { recursive: true });
    await writeFile(skill('scripts', 'run.sh'), 'echo', { mode: 0o755 });
    await writeFile(skill('scripts', 'deep', 'Ünï 한국.md'), '');
    const [second] = await reading(first);
    assert.equal(second.tree, first.tree);
    assert.notDeepEqual(second.folders, first.folders);
  });

  it('sees a change of permissions where there are any', async function () {
    if (process.platform === 'win32') return;
    const [first] = await reading();
    await chmod(skill('scripts', 'run.sh'), 0o644);
    assert.notEqual((await reading(first))[0].tree, first.tree);
  });

  it('leaves out what tools and Memento itself leave behind', async () => {
    for (const folder of ['.git', 'node_modules', '__pycache__']) {
      await mkdir(skill('scripts', folder));
      await writeFile(skill('scripts', folder, 'x'), '');
    }
    for (const file of ['.DS_Store', 'Thumbs.db', tempName('SKILL.md')]) await writeFile(skill(file), '');
    await writeFile(skill('.hidden'), '');
    const [found] = await reading();
    assert.equal(paths(found), '.hidden SKILL.md scripts/deep/Ünï 한국.md scripts/run.sh');
    assert.deepEqual(problems(found), ['folder-unseen scripts/node_modules'], 'code that nobody looks at is named');
  });

  it('A57, B50: neither follows links nor opens pipes, and says so', async function () {
    if (process.platform === 'win32') return;
    await writeFile(at('secret'), 'secret');
    await symlink(at('secret'), skill('scripts', 'link'));
    await symlink(skill(), skill('scripts', 'loop'));
    await symlink(at('nowhere'), skill('dangling'));
    execFileSync('mkfifo', [skill('pipe')]);
    const [found] = await reading();
    assert.equal(paths(found), 'SKILL.md scripts/deep/Ünï 한국.md scripts/run.sh');
    assert.deepEqual(problems(found).sort(), [
      'file-kind pipe',
      'file-link dangling',
      'file-link scripts/link',
      'file-link scripts/loop',
    ]);
    assert.ok(found.problems.every(({ severity }) => severity === 'warning'));
    assert.equal((await reading(found))[0], found);
    await rm(skill('scripts', 'link'));
    await writeFile(skill('scripts', 'link'), 'now a file');
    assert.ok(paths((await reading(found))[0]).includes('scripts/link'));
  });

  it('refuses a folder with too many files, too deep or too large, without reading it', async () => {
    const tooLarge = async (): Promise<void> => {
      const [found, opened] = await reading();
      assert.deepEqual(problems(found), ['folder-too-large ']);
      assert.equal(found.problems[0]?.severity, 'error');
      assert.ok(!opened.includes('x'), opened);
      assert.deepEqual(problems((await reading(found))[0]), ['folder-too-large ']);
    };
    await mkdir(skill('1', '2', '3', '4', '5', '6', '7'), { recursive: true });
    await tooLarge();
    await rm(skill('1', '2', '3', '4', '5', '6', '7'), { recursive: true });
    assert.deepEqual(problems((await reading())[0]), []);
    await writeFile(skill('1', '2', '3', '4', '5', '6', 'y'), '');
    assert.ok(paths((await reading())[0]).includes('1/2/3/4/5/6/y'));
    await writeFile(skill('x'), '');
    await truncate(skill('x'), 21 * 1024 * 1024);
    await tooLarge();
    await rm(skill('x'));
    await Promise.all(Array.from({ length: 1000 }, (_, index) => writeFile(skill(`x${index}`), '')));
    await tooLarge();
  });

  it('reads a large file in parts', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024 + 17, 'large');
    await writeFile(skill('large'), large);
    const [found] = await reading();
    assert.equal(found.files.find(({ path }) => path === 'large')?.hash, sha256(large));
  });

  it('says that a name is no text instead of hiding the file', async function () {
    if (process.platform !== 'linux') return;
    await writeFile(Buffer.concat([Buffer.from(`${skill()}/`), Buffer.from([0x61, 0xff])]), '');
    const [found] = await reading();
    assert.deepEqual(problems(found), ['file-name a\uFFFD']);
    assert.equal(found.files.length, 3);
  });

  it('is refused by what is no folder', async () => {
    await assert.rejects(readTree(at('nothing')), { code: 'ENOENT' });
    await assert.rejects(readTree(skill('SKILL.md')), { code: 'ENOTDIR' });
    if (process.platform === 'win32') return;
    await symlink(skill(), at('link'));
    await assert.rejects(readTree(at('link')), { code: 'ENOTDIR' });
  });
});
