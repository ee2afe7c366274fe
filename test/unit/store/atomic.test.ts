import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { HashMismatchError, hashOf, sweepTemp, tempName, writeAtomic } from '../../../src/engine/store/atomic.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { killAfter, runLimited, seeded, start } from './children.js';
import { useTempFolder } from './temp.js';

describe('writeAtomic', () => {
  const at = useTempFolder();

  it('creates and replaces a file and leaves nothing else', async () => {
    await writeAtomic(at('f'), 'one');
    await writeAtomic(at('f'), new Uint8Array([0, 255, 10]));
    assert.deepEqual([...(await readFile(at('f')))], [0, 255, 10]);
    assert.deepEqual(await readdir(at()), ['f']);
  });

  it('keeps the permissions of a file and gives a new one those asked for', async () => {
    await writeFile(at('f'), 'old');
    await chmod(at('f'), 0o751);
    await writeAtomic(at('f'), 'new', { mode: 0o600 });
    assert.equal((await stat(at('f'))).mode & 0o777, 0o751);
    await writeAtomic(at('g'), 'new', { mode: 0o600 });
    assert.equal((await stat(at('g'))).mode & 0o777, 0o600);
  });

  it('writes only over what the change was made from', async () => {
    await writeFile(at('f'), 'old');
    await writeAtomic(at('f'), 'new', { expectedHash: sha256('old') });
    await assert.rejects(writeAtomic(at('f'), 'other', { expectedHash: sha256('old') }), (error) => {
      assert.ok(error instanceof HashMismatchError);
      assert.deepEqual([error.expected, error.actual], [sha256('old'), sha256('new')]);
      return true;
    });
    await assert.rejects(writeAtomic(at('f'), 'other', { expectedHash: null }), HashMismatchError);
    await assert.rejects(writeAtomic(at('absent'), 'other', { expectedHash: sha256('old') }), HashMismatchError);
    assert.equal(await readFile(at('f'), 'utf8'), 'new');
    assert.deepEqual(await readdir(at()), ['f']);
  });

  it('lets one of several creators win', async () => {
    for (let round = 0; round < 10; round++) {
      const name = at(`f${round}`);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, by) => writeAtomic(name, `by ${by}`, { expectedHash: null })),
      );
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal(await readFile(name, 'utf8'), `by ${outcomes.findIndex(({ status }) => status === 'fulfilled')}`);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof HashMismatchError);
    }
    assert.equal((await readdir(at())).length, 10);
  });

  it('refuses links and what is no file, and leaves nothing behind', async () => {
    await writeFile(at('real'), 'old');
    await symlink(at('real'), at('link'));
    await symlink(at('nowhere'), at('dangling'));
    await mkdir(at('folder'));
    for (const name of ['link', 'dangling', 'folder'])
      await assert.rejects(writeAtomic(at(name), 'new'), HumanError, name);
    assert.equal(await readFile(at('real'), 'utf8'), 'old');
    assert.deepEqual((await readdir(at())).sort(), ['dangling', 'folder', 'link', 'real']);
  });

  it('says so when the folder does not exist', async () => {
    await assert.rejects(writeAtomic(at('no', 'f'), 'new'), HumanError);
  });

  it('keeps the old file when there is no room for the new one, and the log says so too', async function () {
    if (process.platform === 'win32') return;
    await writeFile(at('f'), 'old');
    // A limit on the size of files is the one full disk that needs no privileges: the write stops in the middle.
    const said = await runLimited(`trap '' XFSZ; ulimit -f 64`, 'limited', at('f'), at('log'));
    const { atomic, appended } = said as Record<string, string>;
    assert.match(atomic!, /^HumanError: .*(large|full)/);
    assert.match(appended!, /^HumanError: .*(large|full)/);
    assert.equal(await readFile(at('f'), 'utf8'), 'old');
    assert.deepEqual((await readdir(at())).sort(), ['f', 'log']);
  });

  it('leaves the old or the new content after kill -9', async () => {
    const random = seeded(7);
    const kills = Array.from({ length: 6 }, (_, kill) => ({
      name: `f${kill}`,
      after: 1 + random() * 4,
      more: random() * 20,
    }));
    await Promise.all(
      kills.map(async ({ name, after, more }) => {
        await killAfter(start('overwrite', at(name), '4000000'), Math.floor(after), more);
        const content = await readFile(at(name), 'utf8');
        assert.equal(content.slice(0, 64), sha256(content.slice(64)), name);
      }),
    );
    const left = (await readdir(at())).filter((name) => name.startsWith('.'));
    assert.ok(
      left.every((name) => /^\.f\d\.\d+\.[0-9a-f]{12}\.tmp$/.test(name)),
      left.join(),
    );
  });
});

describe('sweepTemp', () => {
  const at = useTempFolder();

  it('removes our temporary files once they are old and touches nothing else', async () => {
    const [old, young] = [tempName('SKILL.md'), tempName('SKILL.md')];
    const names = [old, young, '.SKILL.md.tmp', 'SKILL.md'];
    for (const name of names) await writeFile(at(name), '');
    for (const name of names.filter((each) => each !== young)) await utimes(at(name), 1000, 1000);
    await sweepTemp(at(), Date.now() - 60_000);
    assert.deepEqual((await readdir(at())).sort(), [young, '.SKILL.md.tmp', 'SKILL.md'].sort());
    await sweepTemp(at('no such folder'), Date.now());
  });
});

describe('hashOf', () => {
  const at = useTempFolder();

  it('is the SHA-256 of the bytes, null for no file', async () => {
    await writeFile(at('f'), 'abc');
    assert.equal(await hashOf(at('f')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(await hashOf(at('g')), null);
  });
});
