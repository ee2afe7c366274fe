import assert from 'node:assert/strict';
import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';
import { useTempFolder } from './temp.js';

describe('object store', () => {
  const at = useTempFolder();
  const fileOf = (hash: string): string => at('objects', hash.slice(0, 2), hash);

  it('gives back the bytes for their hash', async () => {
    const objects = createObjectStore(at('objects'));
    const bytes = Buffer.from([0, 1, 254, 255]);
    const hash = await objects.put(bytes);
    assert.equal(hash, sha256(bytes));
    assert.deepEqual(await objects.get(hash), bytes);
    assert.equal((await objects.get(await objects.put('한국어'))).toString(), '한국어');
    assert.equal((await objects.get(await objects.put(''))).length, 0);
  });

  it('keeps one private file per content, however often it is put', async () => {
    const objects = createObjectStore(at('objects'));
    const hashes = await Promise.all(Array.from({ length: 8 }, () => objects.put('same')));
    assert.equal(new Set(hashes).size, 1);
    const before = await stat(fileOf(hashes[0]!));
    await objects.put('same');
    assert.equal((await stat(fileOf(hashes[0]!))).ino, before.ino);
    assert.deepEqual(await readdir(at('objects', hashes[0]!.slice(0, 2))), [hashes[0]]);
    if (process.platform !== 'win32') {
      assert.equal(before.mode & 0o777, 0o600);
      assert.equal((await stat(at('objects'))).mode & 0o777, 0o700);
    }
  });

  it('never gives a damaged or missing content, and mends it when it is put again', async () => {
    const objects = createObjectStore(at('objects'));
    const hash = await objects.put('content');
    await writeFile(fileOf(hash), 'c0ntent');
    await assert.rejects(objects.get(hash), HumanError);
    await objects.put('content');
    assert.equal(await readFile(fileOf(hash), 'utf8'), 'content');
    await unlink(fileOf(hash));
    await assert.rejects(objects.get(hash), HumanError);
  });

  it('takes nothing but a hash for a name', async () => {
    await writeFile(at('secret'), 'x');
    for (const name of ['', '../secret', `..${'/'.repeat(62)}`, 'A'.repeat(64)])
      await assert.rejects(createObjectStore(at('objects')).get(name), HumanError, name);
  });
});
