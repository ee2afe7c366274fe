import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { copyTree, defaultCopyLimits } from '../../../src/engine/replay/copyTree.js';
import { Restorable } from '../../../src/engine/replay/restore.js';
import { useTempFolder } from '../store/temp.js';
import { never } from './support.js';

/** Every path with what a program can see of it. Reading a folder recursively would follow its links, out of it and in circles. */
function seen(folder: string, below = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    const file = path.join(folder, name);
    const { mode, mtimeMs } = lstatSync(file);
    const content = entry.isSymbolicLink() ? readlinkSync(file) : entry.isFile() ? readFileSync(file, 'utf8') : '/';
    found.set(name, `${mode.toString(8)} ${entry.isFile() ? mtimeMs : ''} ${content}`);
    if (entry.isDirectory()) for (const [inner, is] of seen(folder, name)) found.set(inner, is);
  }
  return found;
}

/** What a command may do to the folder `f` it works in. */
const damages: readonly (readonly [string, (f: string) => void])[] = [
  ['a changed file', (f) => writeFileSync(path.join(f, 'a.txt'), 'other')],
  [
    'a file of the same size with its time put back',
    (f) => {
      const { mtime, atime } = lstatSync(path.join(f, 'a.txt'));
      writeFileSync(path.join(f, 'a.txt'), 'AAAA');
      utimesSync(path.join(f, 'a.txt'), atime, mtime);
    },
  ],
  ['a longer file', (f) => appendFileSync(path.join(f, 'sub/b.txt'), 'more')],
  ['a removed file', (f) => rmSync(path.join(f, 'a.txt'))],
  ['a removed folder', (f) => rmSync(path.join(f, 'sub'), { recursive: true })],
  [
    'new files and folders',
    (f) => {
      mkdirSync(path.join(f, 'x/y'), { recursive: true });
      writeFileSync(path.join(f, 'x/y/z'), '');
    },
  ],
  [
    'other permissions',
    (f) => {
      chmodSync(path.join(f, 'a.txt'), 0o755);
      chmodSync(path.join(f, 'sub'), 0o500);
    },
  ],
  [
    'a file in place of a folder',
    (f) => {
      rmSync(path.join(f, 'sub'), { recursive: true });
      writeFileSync(path.join(f, 'sub'), '');
    },
  ],
  [
    'a folder in place of a file',
    (f) => {
      rmSync(path.join(f, 'a.txt'));
      mkdirSync(path.join(f, 'a.txt/b'), { recursive: true });
    },
  ],
  [
    'a link in place of a folder',
    (f) => {
      renameSync(path.join(f, 'sub'), path.join(f, 'moved'));
      symlinkSync('moved', path.join(f, 'sub'));
    },
  ],
  [
    'a link that leads elsewhere',
    (f) => {
      rmSync(path.join(f, 'link'));
      symlinkSync('/etc', path.join(f, 'link'));
    },
  ],
  [
    'two files that changed places',
    (f) => {
      renameSync(path.join(f, 'a.txt'), path.join(f, 't'));
      renameSync(path.join(f, 'sub/b.txt'), path.join(f, 'a.txt'));
      renameSync(path.join(f, 't'), path.join(f, 'sub/b.txt'));
    },
  ],
  ['a folder nobody may enter', (f) => chmodSync(path.join(f, 'sub'), 0)],
];

describe('making a copy new again', () => {
  const inTemp = useTempFolder();
  let base: string;
  let work: string;
  let restorable: Restorable;
  beforeEach(async () => {
    [base, work] = [inTemp('base'), inTemp('work')];
    for (const folder of [path.join(base, 'sub/empty'), work]) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(base, 'a.txt'), 'aaaa');
    writeFileSync(path.join(base, 'sub/b.txt'), 'bbbb');
    symlinkSync('sub/b.txt', path.join(base, 'link'));
    for (const name of ['a.txt', 'sub/b.txt']) utimesSync(path.join(base, name), 1000.5, 1000.5);
    await copyTree(base, work, defaultCopyLimits, never);
    restorable = await Restorable.of(base, work, never);
  });

  for (const [name, damage] of damages)
    it(`mends ${name}, and once more`, async () => {
      const before = seen(work);
      for (let time = 1; time <= 2; time++) {
        damage(work);
        assert.notDeepEqual(seen(work), before);
        await restorable.restore(never);
        assert.deepEqual(seen(work), before);
      }
      assert.deepEqual(seen(work), seen(base));
    });

  it('copies again only what may have been touched', async () => {
    assert.equal(await restorable.restore(never), 0);
    writeFileSync(path.join(work, 'a.txt'), 'aaaa');
    assert.equal(await restorable.restore(never), 1);
    assert.equal(await restorable.restore(never), 0);
    writeFileSync(path.join(work, 'new'), '');
    rmSync(path.join(work, 'sub'), { recursive: true });
    assert.equal(await restorable.restore(never), 4);
  });
});
