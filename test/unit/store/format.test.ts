import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tempName } from '../../../src/engine/store/atomic.js';
import { canWrite, openState } from '../../../src/engine/store/format.js';
import { english } from '../../../src/engine/text.js';
import { faulted } from '../../support/faultyFs.js';
import { useTempFolder } from './temp.js';

describe('openState', () => {
  const at = useTempFolder();
  const said = async (dir = at()): Promise<string> => {
    const { readOnly } = await openState(dir);
    return readOnly ? english(readOnly) : '';
  };

  it('makes a private folder with the format', async () => {
    assert.deepEqual(await Promise.all([openState(at('a', 'state')), openState(at('a', 'state'))]), [{}, {}]);
    assert.deepEqual(JSON.parse(await readFile(at('a', 'state', 'format.json'), 'utf8')), { version: 1 });
    if (process.platform !== 'win32') assert.equal((await stat(at('a', 'state'))).mode & 0o777, 0o700);
  });

  it('accepts the format it wrote, leaves it as it is and nothing behind', async () => {
    await openState(at());
    const { mtimeNs } = await stat(at('format.json'), { bigint: true });
    assert.deepEqual(await openState(at()), {});
    assert.equal((await stat(at('format.json'), { bigint: true })).mtimeNs, mtimeNs);
    assert.deepEqual(await readdir(at()), ['format.json']);
  });

  it('closes a new folder that others could read', async function () {
    if (process.platform === 'win32') return;
    await mkdir(at('state'));
    await chmod(at('state'), 0o755);
    await openState(at('state'));
    assert.equal((await stat(at('state'))).mode & 0o777, 0o700);
  });

  it('B18: removes what killed writers left', async () => {
    await openState(at());
    const dead = tempName('format.json').replace(String(process.pid), '4194305');
    const mine = tempName('format.json');
    for (const name of [dead, mine]) await writeFile(at(name), '');
    await openState(at());
    assert.deepEqual((await readdir(at())).sort(), [mine, 'format.json'].sort());
  });

  it('B24, B43: a newer format is named and left alone', async () => {
    await writeFile(at('format.json'), '{"version": 7, "more": true}');
    assert.match(await said(), /newer version of Memento \(format 7\)/);
    assert.equal(await readFile(at('format.json'), 'utf8'), '{"version": 7, "more": true}');
    assert.deepEqual(await readdir(at()), ['format.json']);
  });

  it('B43: a damaged format is not repaired by guessing', async () => {
    for (const content of ['', '{', '[]', 'null', '{"version":"1"}', '{"version":0}']) {
      await writeFile(at('format.json'), content);
      assert.match(await said(), /damaged/, content);
      assert.equal(await readFile(at('format.json'), 'utf8'), content);
    }
  });

  it('B43: a missing format of a folder with data is written again', async () => {
    await mkdir(at('objects'));
    assert.equal(await said(), '');
    assert.deepEqual((await readdir(at())).sort(), ['format.json', 'objects']);
  });

  it('B09, B11, B12: whatever call fails, it says so and leaves the folder usable', async () => {
    for (const kind of ['ENOSPC', 'EIO', 'EACCES', 'late', 'short'] as const)
      for (let call = 1, hit: string | undefined = ''; hit !== undefined; call++) {
        const dir = at(`${kind}-${call}`);
        const outcome = await faulted(dir, { call, kind }, () => openState(dir));
        if (kind !== 'short') hit = outcome.hit;
        else if (outcome.calls.length < call) hit = undefined;
        assert.equal(outcome.error, undefined, `${kind} at ${outcome.hit}`);
        assert.deepEqual(await openState(dir), {}, `${kind} at ${outcome.hit}`);
      }
  });
});

describe('canWrite', () => {
  const at = useTempFolder();

  it('finds out by writing and leaves nothing', async () => {
    assert.equal(await canWrite(at()), undefined);
    assert.equal(await canWrite(at('not', 'there')), undefined);
    assert.deepEqual(await readdir(at()), []);
  });

  it('tells what is no folder', async () => {
    await writeFile(at('file'), '');
    assert.match(english((await canWrite(at('file')))!), /not a folder/);
    assert.match(english((await canWrite(at('file', 'below')))!), /not a folder/);
    if (process.platform === 'win32') return;
    await symlink(at(), at('link'));
    assert.match(english((await canWrite(at('link')))!), /symbolic link/);
  });

  it('B09, B12: tells why not', async () => {
    for (const [kind, words] of [
      ['EACCES', /permission/],
      ['ENOSPC', /full/],
    ] as const) {
      // The first call looks at the folder, the second writes.
      const { result } = await faulted(at(), { call: 2, kind }, () => canWrite(at()));
      assert.match(english(result!), words);
    }
    assert.deepEqual(await readdir(at()), []);
  });
});
