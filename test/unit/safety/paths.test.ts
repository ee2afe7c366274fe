import assert from 'node:assert/strict';
import { lstat, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { HumanError } from '../../../src/engine/errors.js';
import { foldName, relativeTo, resolveForWrite, resolveInside } from '../../../src/engine/safety/paths.js';

describe('paths of the workspace', () => {
  let root: string;
  let ws: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'memento-paths-')));
    ws = path.join(root, 'ws');
    await mkdir(path.join(ws, 'src'), { recursive: true });
    await mkdir(path.join(root, 'ws-evil'));
    await writeFile(path.join(root, 'ws-evil', 'x'), 'outside');
    await writeFile(path.join(ws, 'src', 'a.ts'), 'a');
    await symlink(path.join(root, 'ws-evil'), path.join(ws, 'out'));
    await symlink('../../etc', path.join(ws, 'src', 'etc'));
    await symlink(path.join(root, 'nowhere'), path.join(ws, 'dangling'));
    await symlink('loop', path.join(ws, 'loop'));
    await symlink('src', path.join(ws, 'alias'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const inside: readonly (readonly [string, string])[] = [
    ['src/a.ts', 'src/a.ts'],
    ['.', '.'],
    ['src/../src/./a.ts', 'src/a.ts'],
    ['new/deep/file', 'new/deep/file'],
    ['..foo/x', '..foo/x'],
    ['-rf', '-rf'],
    ['--help', '--help'],
    ['a\nb', 'a\nb'],
    ['한글/파일.md', '한글/파일.md'],
    ['alias/a.ts', 'src/a.ts'],
    ['../ws/src/a.ts', 'src/a.ts'],
  ];
  for (const [requested, expected] of inside)
    it(`finds ${JSON.stringify(requested)} inside`, async () => {
      assert.equal(relativeTo(ws, await resolveInside(ws, requested)), expected);
      assert.equal(await resolveInside(ws, path.resolve(ws, requested)), path.join(ws, expected));
    });

  const refused = [
    '..',
    '../x',
    '../ws-evil/x',
    'src/../../ws-evil/x',
    '/etc/passwd',
    '/etc/..',
    '/proc/self/environ',
    '~',
    '~/.ssh/id_rsa',
    'a\0b',
    'out',
    'out/x',
    'out/../src/../out/x',
    'src/etc/passwd',
    'dangling',
    'dangling/x',
    'loop',
    'loop/x',
    'src/a.ts/x',
    'src\\a.ts',
    '..\\..\\x',
    '.vscode./settings.json',
    '.vscode /settings.json',
    'src/a.ts.',
    'src/a.ts::$DATA',
    'src::$INDEX_ALLOCATION/a.ts',
    'VSCODE~1/settings.json',
    'GIT~1',
    'PACKAG~1.JSO',
    'x'.repeat(300),
  ];
  for (const requested of refused)
    it(`refuses ${JSON.stringify(requested.slice(0, 40))}`, async () => {
      await assert.rejects(resolveInside(ws, requested), HumanError);
      await assert.rejects(resolveForWrite(ws, requested), HumanError);
    });

  const notWritable = [
    '.',
    'alias/a.ts',
    'alias',
    '.memento/skills/x/SKILL.md',
    '.MEMENTO/skills/x/SKILL.md',
    '.Memento/new',
    'sub/.memento/skills/x/SKILL.md',
    '.mem\u200bento/x',
    '.ｍemento/x',
    '.memento',
  ];
  for (const requested of notWritable)
    it(`refuses to write ${JSON.stringify(requested)}`, async () => {
      await resolveInside(ws, requested);
      await assert.rejects(resolveForWrite(ws, requested), HumanError);
    });

  it('allows writing beside the library', async () => {
    assert.equal(await resolveForWrite(ws, 'memento/x'), path.join(ws, 'memento/x'));
    assert.equal(await resolveForWrite(ws, 'src/a.ts'), path.join(ws, 'src/a.ts'));
  });

  it('folds names that a forgiving file system takes for one', () => {
    for (const name of ['.GIT', '.git.', '.git ', '.gi\u200ct', '.ｇit', '.gıt']) assert.equal(foldName(name), '.git');
    assert.notEqual(foldName('.github'), '.git');
  });

  it('never leads outside, whatever is asked for in whatever tree (seeded)', async () => {
    const name = fc.constantFrom('a', 'b', 'c', '..', '.', 'ws', 'ws-evil', '..a', 'A');
    const place = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
    const target = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const tree = fc.array(
      fc.record({ place, link: fc.option(fc.oneof(target, fc.constantFrom('/', '/etc', '/tmp')), { nil: undefined }) }),
      { maxLength: 6 },
    );
    const request = fc.oneof(
      fc.array(name, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/')),
      fc.array(name, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    let [count, accepted] = [0, 0];
    await fc.assert(
      fc.asyncProperty(tree, fc.array(request, { minLength: 1, maxLength: 8 }), async (entries, requests) => {
        const workspace = path.join(root, `tree-${++count}`, 'ws');
        await mkdir(path.join(workspace, '..', 'ws-evil', 'a'), { recursive: true });
        await mkdir(workspace);
        for (const entry of entries) {
          const at = path.join(workspace, ...entry.place);
          // A tree may contradict itself (a link where a folder should be); then the entry is left out.
          await (entry.link === undefined ? mkdir(at, { recursive: true }) : symlink(entry.link, at)).catch(
            () => undefined,
          );
        }
        for (const requested of requests)
          for (const resolve of [resolveInside, resolveForWrite]) {
            const result = await resolve(workspace, requested).catch((error: unknown) => {
              if (error instanceof HumanError) return undefined;
              throw error;
            });
            if (result === undefined) continue;
            accepted++;
            const real = await realParent(result);
            assert.ok(real === workspace || real.startsWith(workspace + path.sep), `${requested} led to ${real}`);
          }
      }),
      { seed: 4181, numRuns: 300 },
    );
    assert.ok(accepted > 300, `only ${accepted} paths were accepted: the test says little`);
  });

  /** An independent answer: where the nearest existing part of a path really is. */
  async function realParent(absolute: string): Promise<string> {
    for (let at = absolute; ; at = path.dirname(at)) if (await lstat(at).catch(() => undefined)) return realpath(at);
  }
});
