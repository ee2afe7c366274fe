import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { layTask } from '../../../../src/bench/tasks/layTask.js';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import { alive } from '../../../support/alive.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const never = new AbortController().signal;

describe('laying a task into its workspace', () => {
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await makeTempFolder();
    await mkdir(temp.at('ws'));
  });
  afterEach(() => temp.dispose());

  const task = (more: Partial<BenchTask>): BenchTask => ({
    ...{ id: 't1', split: 'train', domain: 'd', kind: 'k', prompt: 'p', files: {}, base: temp.dir },
    ...{ check: { type: 'exact', answer: '7' }, feedback: 'answer', source: 's', licence: 'MIT' },
    ...more,
  });
  const lay = (more: Partial<BenchTask>): Promise<void> => layTask(task(more), temp.at('ws'), never);
  const laid = async (): Promise<Record<string, string>> => {
    const entries = await readdir(temp.at('ws'), { recursive: true, withFileTypes: true });
    const files = entries.filter((one) => one.isFile()).map((one) => `${one.parentPath}/${one.name}`);
    const contents = files.map(async (file) => [file.slice(temp.at('ws').length + 1), await readFile(file, 'utf8')]);
    return Object.fromEntries((await Promise.all(contents)) as [string, string][]);
  };
  const refused = (more: Partial<BenchTask>, why: RegExp): Promise<void> =>
    assert.rejects(lay(more), (error) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, why);
      return true;
    });

  it('lays texts, a file and a folder from beside the task file', async () => {
    await temp.put('fixtures/one.bin', Buffer.from([0, 255, 10]));
    await temp.put('fixtures/tree/a.txt', 'a');
    await temp.put('fixtures/tree/deep/b.txt', 'b');
    await lay({
      files: { 'x/y.txt': 'text', 'one.bin': { path: 'fixtures/one.bin' }, 'data/': { path: 'fixtures/tree' } },
    });
    assert.deepEqual(await laid(), {
      ...{ 'x/y.txt': 'text', 'data/a.txt': 'a', 'data/deep/b.txt': 'b' },
      'one.bin': Buffer.from([0, 255, 10]).toString(),
    });
    assert.deepEqual(await readFile(temp.at('ws/one.bin')), Buffer.from([0, 255, 10]));
  });

  it('keeps the right to run a file', async () => {
    await chmod(await temp.put('fixtures/run.sh', '#!/bin/sh\n'), 0o755);
    await chmod(await temp.put('fixtures/read.txt', ''), 0o644);
    await lay({ files: { bin: { path: 'fixtures' } } });
    assert.equal((await stat(temp.at('ws/bin/run.sh'))).mode & 0o100, 0o100);
    assert.equal((await stat(temp.at('ws/bin/read.txt'))).mode & 0o111, 0);
  });

  it('runs the setup in the workspace, with bash, once the files are there', async () => {
    await lay({
      files: { 'in.txt': 'b\na\n' },
      setup: 'sort in.txt > out.txt; names=(x y); echo "${names[1]}" >> out.txt',
    });
    assert.equal((await laid())['out.txt'], 'a\nb\ny\n');
  });

  it('says why a setup failed', () =>
    refused(
      { setup: 'echo begun; echo no such thing >&2; exit 3' },
      /setup of the task “t1” failed \(exit 3\): begun\nno such/,
    ));

  it('ends all a setup has started, when it is done and when it is cancelled', async () => {
    const nap = `4${String(process.pid).padStart(7, '0')}`;
    await lay({ setup: `setsid sleep ${nap}.1 >/dev/null 2>&1 & true` });
    assert.deepEqual(await alive(nap), []);
    const stop = new AbortController();
    const waits = layTask(task({ setup: `sleep ${nap}.2 & touch started; wait` }), temp.at('ws'), stop.signal);
    while (!('started' in (await laid()))) await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(waits, CancelledError);
    assert.deepEqual(await alive(nap), []);
  });

  it('follows no link out of the folder of the task file', async () => {
    await temp.put('secret/key.txt', 'secret');
    await mkdir(temp.at('secret/empty'));
    await mkdir(temp.at('set/fixtures'), { recursive: true });
    await symlink(temp.at('secret/key.txt'), temp.at('set/fixtures/file'));
    await symlink(temp.at('secret'), temp.at('set/fixtures/folder'));
    const base = temp.at('set');
    await refused({ base, files: { a: { path: 'fixtures/file' } } }, /symbolic link/);
    await refused({ base, files: { a: { path: 'fixtures/folder' } } }, /symbolic link|not a file/);
    await refused({ base, files: { a: { path: 'fixtures/folder/key.txt' } } }, /symbolic link/);
    await refused({ base, files: { a: { path: 'fixtures/folder/empty' } } }, /symbolic link/);
    await refused({ base, files: { a: { path: 'fixtures' } } }, /symbolic link/);
    assert.deepEqual(await laid(), {});
  });

  it('follows no link out of the workspace', async () => {
    await mkdir(temp.at('out'));
    await symlink(temp.at('out'), temp.at('ws/link'));
    await refused({ files: { 'link/a.txt': 'x' } }, /link/);
    assert.deepEqual(await readdir(temp.at('out')), []);
  });

  it('writes over nothing', async () => {
    await temp.put('ws/a.txt', 'mine');
    await refused({ files: { 'a.txt': 'theirs' } }, /“a\.txt” exists already/);
    assert.deepEqual(await laid(), { 'a.txt': 'mine' });
  });

  it('refuses what is missing, no file, or too large', async () => {
    await refused({ files: { a: { path: 'none' } } }, /“none” does not exist/);
    await refused({ files: { a: 'x'.repeat(40 << 20), b: 'y'.repeat(25 << 20) } }, /“t1” is larger than 64 MB/);
  });
});
