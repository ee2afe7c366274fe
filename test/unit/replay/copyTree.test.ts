import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../../src/engine/errors.js';
import { copyTree, defaultCopyLimits } from '../../../src/engine/replay/copyTree.js';
import { NotReplayable } from '../../../src/engine/replay/notReplayable.js';
import { useTempFolder } from '../store/temp.js';
import { never } from './support.js';

describe('copying a workspace', () => {
  const inTemp = useTempFolder();
  let from: string;
  let to: string;
  beforeEach(() => {
    [from, to] = [inTemp('from'), inTemp('to')];
    for (const folder of [from, to]) mkdirSync(folder);
  });
  const write = (name: string, content = name): string => {
    const file = path.join(from, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const copy = (limits = defaultCopyLimits, signal = never) => copyTree(from, to, limits, signal);

  it('brings files with permissions and times, packages and version control too, but not the library', async () => {
    chmodSync(write('run.sh'), 0o755);
    utimesSync(write('old.txt'), 1000, 1000);
    for (const name of ['.git/HEAD', 'node_modules/a/index.js', '.memento/skills/a/SKILL.md', 'sub/.memento/x'])
      write(name);
    const files = await copy();
    assert.deepEqual([...files].sort(), [
      '.git/HEAD',
      'node_modules/a/index.js',
      'old.txt',
      'run.sh',
      'sub/.memento/x',
    ]);
    assert.equal(statSync(path.join(to, 'run.sh')).mode & 0o777, 0o755);
    assert.equal(statSync(path.join(to, 'old.txt')).mtimeMs, 1_000_000);
    assert.equal(readFileSync(path.join(to, 'node_modules/a/index.js'), 'utf8'), 'node_modules/a/index.js');
    assert.equal(existsSync(path.join(to, '.memento')), false);
  });

  it('keeps links that stay inside and leaves out those that lead outside', async () => {
    const outside = inTemp('outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'secret'), 's');
    write('a/file');
    const links: Readonly<Record<string, string>> = {
      relative: 'a/file',
      absolute: path.join(from, 'a/file'),
      'a/up': '../a/file',
      'a/around': `../../${path.basename(from)}/a/file`,
      dangling: 'a/later',
      out: path.join(outside, 'secret'),
      climbs: '../outside/secret',
      hop: 'out',
      danglingOut: '../nothing',
      danglingAbsolute: '/nothing/here',
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(from, name));
    await copy();
    const found = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) =>
      lstatSync(path.join(to, name)).isSymbolicLink(),
    );
    assert.deepEqual(Object.fromEntries(found.map((name) => [name, readlinkSync(path.join(to, name))])), {
      relative: 'a/file',
      absolute: 'a/file',
      'a/up': '../a/file',
      'a/around': 'file',
      dangling: 'a/later',
    });
  });

  it('leaves out pipes, which would hang', async () => {
    execFileSync('mkfifo', [path.join(from, 'pipe')]);
    write('file');
    assert.deepEqual(await copy(), ['file']);
    assert.deepEqual(readdirSync(to), ['file']);
  });

  it('copies what is exactly at the limits, and nothing of what is above', async () => {
    write('a', '12345');
    write('b', '12345');
    assert.equal((await copy({ files: 2, bytes: 10 })).length, 2);
    to = inTemp('second');
    mkdirSync(to);
    await assert.rejects(copy({ files: 1, bytes: 10 }), /more than 1 files/);
    await assert.rejects(copy({ files: 2, bytes: 9 }), NotReplayable);
    assert.deepEqual(readdirSync(to), []);
  });

  it('stops when it is cancelled', async () => {
    write('a');
    await assert.rejects(copy(defaultCopyLimits, AbortSignal.abort()), CancelledError);
    assert.deepEqual(readdirSync(to), []);
  });
});
