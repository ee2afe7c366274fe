import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { notKept, type TrackedChange } from '../../../src/engine/act/tracking.js';
import { NotReplayable } from '../../../src/engine/replay/notReplayable.js';
import { putBack } from '../../../src/engine/replay/putBack.js';
import { createObjectStore, type ObjectStore } from '../../../src/engine/store/objects.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { useTempFolder } from '../store/temp.js';
import { never } from './support.js';

describe('putting back what a copy was before a run', () => {
  const inTemp = useTempFolder();
  let folder: string;
  let objects: ObjectStore;
  beforeEach(() => {
    mkdirSync(inTemp('copy'), { recursive: true });
    folder = realpathSync(inTemp('copy'));
    objects = createObjectStore(inTemp('objects'));
  });
  const at = (name: string): string => path.join(folder, name);
  const kept = (content: string | null): Promise<string | null> =>
    content === null ? Promise.resolve(null) : objects.put(content);
  const change = async (
    name: string,
    before: string | null,
    after: string | null,
    more: Partial<TrackedChange> = {},
  ): Promise<TrackedChange> => ({
    ...{ path: name, before: await kept(before), after: after === null ? null : sha256(after), added: 0, removed: 0 },
    ...more,
  });
  const back = (changes: readonly TrackedChange[], own = true, words = '') =>
    putBack({ changes: changes.map((one) => ({ change: one, own })), words }, folder, objects, never);

  it('restores changed and removed files and removes made ones, whatever has become of them since', async () => {
    writeFileSync(at('edited'), 'what the person made of it later');
    mkdirSync(at('new/deep'), { recursive: true });
    writeFileSync(at('new/deep/made'), 'made');
    writeFileSync(at('untouched'), 'as it is today');
    const done = await back([
      await change('edited', 'before', 'after', { beforeMode: 0o750 }),
      await change('gone/file', 'it was here', null),
      await change('new/deep/made', null, 'made', { newFolders: 2 }),
    ]);
    assert.deepEqual([...done].sort(), ['edited', 'gone/file']);
    assert.deepEqual(readdirSync(folder).sort(), ['edited', 'gone', 'untouched']);
    assert.equal(readFileSync(at('edited'), 'utf8'), 'before');
    assert.equal(lstatSync(at('edited')).mode & 0o777, 0o750);
    assert.equal(readFileSync(at('gone/file'), 'utf8'), 'it was here');
  });

  it('keeps a folder the run made when something else lies in it now', async () => {
    mkdirSync(at('new'));
    for (const name of ['made', 'other']) writeFileSync(at(`new/${name}`), '');
    await back([await change('new/made', null, '', { newFolders: 1 })]);
    assert.deepEqual(readdirSync(at('new')), ['other']);
  });

  it('puts a file where a folder is now, and a folder where a file is', async () => {
    mkdirSync(at('was-file'));
    writeFileSync(at('was-file/inner'), '');
    writeFileSync(at('was-folder'), '');
    await back([
      await change('was-file', 'f', null),
      await change('was-file/inner', null, ''),
      await change('was-folder', null, ''),
      await change('was-folder/inner', 'i', null),
    ]);
    assert.equal(readFileSync(at('was-file'), 'utf8'), 'f');
    assert.equal(readFileSync(at('was-folder/inner'), 'utf8'), 'i');
  });

  it('goes through no link, and makes none that leads outside', async () => {
    const outside = inTemp('outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'theirs'), 'theirs');
    symlinkSync(outside, at('a'));
    symlinkSync(outside, at('b'));
    await back([
      await change('a/theirs', null, 'x'),
      await change('b/theirs', 'mine', 'x'),
      await change('inside', 'b/theirs', 'x', { beforeLink: true }),
      await change('climbs', '../outside', 'x', { beforeLink: true }),
    ]);
    assert.equal(readFileSync(path.join(outside, 'theirs'), 'utf8'), 'theirs');
    assert.equal(readFileSync(at('b/theirs'), 'utf8'), 'mine');
    assert.equal(readlinkSync(at('inside')), 'b/theirs');
    assert.equal(readdirSync(folder).includes('climbs'), false);
  });

  it('refuses when a file of the run itself is lost', async () => {
    const lost = { ...(await change('a', 'x', 'y')), before: sha256('never stored') };
    await assert.rejects(
      back([lost]),
      (error) => error instanceof NotReplayable && error.message.includes('“a” is not kept'),
    );
    await assert.rejects(back([{ ...lost, before: notKept }]), NotReplayable);
    const object = await objects.put('damaged later');
    const file = path.join(inTemp('objects'), object.slice(0, 2), object);
    chmodSync(file, 0o600);
    writeFileSync(file, 'other bytes');
    await assert.rejects(back([{ ...lost, before: object }]), NotReplayable);
    await assert.rejects(back([{ ...lost, path: '../outside' }]), NotReplayable);
  });

  it('leaves what only a later run has touched and this one never spoke of', async () => {
    writeFileSync(at('later.txt'), 'as it is today');
    const lost = { ...(await change('later.txt', 'x', 'y')), before: notKept };
    await back([lost], false, 'cat other.txt');
    assert.equal(readFileSync(at('later.txt'), 'utf8'), 'as it is today');
    await assert.rejects(back([lost], false, 'cat later.txt'), NotReplayable);
    rmSync(at('later.txt'));
  });
});
