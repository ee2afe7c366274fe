import assert from 'node:assert/strict';
import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
  stat,
  utimes,
} from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { createSnapshot, undoChanges, type Snapshot } from '../../../src/engine/act/snapshot.js';
import { notKept, type TrackedChange } from '../../../src/engine/act/tracking.js';
import { stampOf } from '../../../src/engine/act/scan.js';
import { HumanError } from '../../../src/engine/errors.js';
import { text } from '../../../src/engine/text.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { makeWorkspace, type TestWorkspace } from './workspace.js';

/** Everything below a folder: kind, permissions and content by path. */
async function treeOf(dir: string, below = ''): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(path.join(dir, below), { withFileTypes: true })) {
    const relative = path.join(below, entry.name);
    const at = path.join(dir, relative);
    const mode = ((await lstat(at)).mode & 0o777).toString(8);
    if (entry.isDirectory()) Object.assign(tree, { [`${relative}/`]: mode }, await treeOf(dir, relative));
    else if (entry.isSymbolicLink()) tree[relative] = `-> ${await readlink(at)}`;
    else tree[relative] = `${mode} ${(await readFile(at)).toString('base64')}`;
  }
  return tree;
}

describe('snapshot and undo', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());

  const command = async (change: () => Promise<unknown>, snapshot: Snapshot = ws.snapshot) => {
    const coverage = await snapshot.beforeCommand();
    await change();
    await snapshot.afterCommand();
    return coverage;
  };
  const write = async (relative: string, content: string | Uint8Array) => {
    await ws.snapshot.beforeWrite(ws.at(relative));
    await ws.put(relative, content);
    await ws.snapshot.afterWrite(ws.at(relative));
  };
  /** As it comes back from the run log. */
  const logged = async (): Promise<TrackedChange[]> =>
    JSON.parse(JSON.stringify(await ws.snapshot.changes())) as TrackedChange[];
  const undo = async () => undoChanges(await logged(), ws.dir, ws.objects);

  it('undoes what tools wrote, byte for byte', async () => {
    await ws.put('crlf.txt', '\ufeffone\r\ntwo\r\n');
    await ws.put('binary', Buffer.from([0, 255, 1, 254, 10, 13]));
    await ws.put('same', 'same');
    const before = await treeOf(ws.dir);
    await write('crlf.txt', 'three\n');
    await write('binary', 'text now');
    await write('binary', 'text again');
    await write('new/deep/file.txt', 'a\nb\nc');
    await write('same', 'same');
    const changes = await logged();
    assert.deepEqual(
      changes.map(({ path: name, added, removed }) => [name, added, removed]),
      [
        ['binary', 0, 0],
        ['crlf.txt', 1, 2],
        ['new/deep/file.txt', 3, 0],
      ],
    );
    assert.equal(changes[2]!.before, null);
    assert.equal(changes[2]!.after, sha256('a\nb\nc'));
    assert.deepEqual(await undo(), { restored: ['binary', 'crlf.txt', 'new/deep/file.txt'], kept: [] });
    assert.deepEqual(await treeOf(ws.dir), before);
    assert.deepEqual(await undo(), { restored: ['binary', 'crlf.txt', 'new/deep/file.txt'], kept: [] });
    assert.deepEqual(await treeOf(ws.dir), before);
  });

  it('undoes what commands changed: content, permissions, names, links, files for folders', async () => {
    await ws.put('edited.txt', 'before\r\n');
    await ws.put('gone/deep/file', Buffer.from([0, 1, 2]));
    await ws.put('script.sh', '#!/bin/sh\n');
    await chmod(ws.at('script.sh'), 0o755);
    await ws.put('private', 'p');
    await chmod(ws.at('private'), 0o600);
    await ws.put('old-name', 'named');
    await ws.put('becomes-folder', 'file');
    await ws.put('becomes-file/inner', 'inner');
    await symlink('script.sh', ws.at('link'));
    await symlink('script.sh', ws.at('link-gone'));
    await ws.put('becomes-link', 'text');
    const before = await treeOf(ws.dir);
    const coverage = await command(async () => {
      await writeFile(ws.at('edited.txt'), 'after\n');
      await rm(ws.at('gone'), { recursive: true });
      await chmod(ws.at('script.sh'), 0o644);
      await rm(ws.at('private'));
      await rename(ws.at('old-name'), ws.at('new-name'));
      await rm(ws.at('becomes-folder'));
      await ws.put('becomes-folder/x', 'x');
      await rm(ws.at('becomes-file'), { recursive: true });
      await ws.put('becomes-file', 'file');
      await rm(ws.at('link'));
      await symlink('/etc/passwd', ws.at('link'));
      await rm(ws.at('link-gone'));
      await symlink(ws.outside, ws.at('link-new'));
      await rm(ws.at('becomes-link'));
      await symlink('edited.txt', ws.at('becomes-link'));
      await ws.put('made/a/b', 'b');
    });
    assert.deepEqual(coverage, { complete: true });
    const { kept } = await undo();
    assert.deepEqual(kept, []);
    assert.deepEqual(await treeOf(ws.dir), before);
  });

  it('counts changes over several commands once, from the first content to the last', async () => {
    await ws.put('a', '1\n');
    await command(() => ws.put('a', '1\n2\n'));
    await command(() => ws.put('b', 'x\n'));
    await write('a', '1\n2\n3\n');
    await command(() => rm(ws.at('b')));
    assert.deepEqual(
      (await logged()).map(({ path: name, before, after, added, removed }) => [name, before, after, added, removed]),
      [['a', sha256('1\n'), sha256('1\n2\n3\n'), 2, 0]],
    );
  });

  it('notices a change that keeps size and time', async () => {
    await ws.put('a', 'one');
    await ws.snapshot.beforeCommand();
    const { atime, mtime } = await stat(ws.at('a'));
    await ws.put('a', 'two');
    await utimes(ws.at('a'), atime, mtime);
    await ws.snapshot.afterCommand();
    assert.equal((await logged()).length, 1);
  });

  it('does not trust the times of a file that was touched just before the look', async () => {
    await ws.put('a', '1');
    const { ctimeMs } = await stat(ws.at('a'));
    for (const [later, expected] of [
      [1, true],
      [1000, false],
    ] as const) {
      const stamp = await stampOf(ws.at('a'), ctimeMs + later);
      assert.equal(stamp !== 'folder' && stamp?.fresh, expected);
    }
  });

  it('does not take the person’s own changes for the run’s, and never undoes them', async () => {
    await ws.put('mine', '1');
    await ws.put('ours', '1');
    await ws.put('both', '1');
    await command(async () => {
      await ws.put('ours', '2');
      await ws.put('both', '2');
    });
    await ws.put('mine', 'person');
    await ws.put('both', 'person');
    await command(() => ws.put('both', '3'));
    assert.deepEqual(
      (await logged()).map(({ path: name }) => name),
      ['both', 'ours'],
    );
    assert.deepEqual(await undo(), { restored: ['ours'], kept: ['both'] });
    assert.deepEqual([await ws.get('mine'), await ws.get('ours'), await ws.get('both')], ['person', '1', '3']);
  });

  it('keeps files that were changed, removed or made again since the run', async () => {
    await ws.put('a', '1');
    await ws.put('b', '1');
    await write('a', '2');
    await write('new', 'n');
    await command(() => rm(ws.at('b')));
    await ws.put('a', 'person');
    await ws.put('new', 'person');
    await ws.put('b', 'person');
    assert.deepEqual(await undo(), { restored: [], kept: ['a', 'b', 'new'] });
    assert.deepEqual([await ws.get('a'), await ws.get('new'), await ws.get('b')], ['person', 'person', 'person']);
  });

  it('does not bring back a folder the person removed since', async () => {
    await ws.put('dir/a', '1');
    await write('dir/a', '2');
    await rm(ws.at('dir'), { recursive: true });
    assert.deepEqual(await undo(), { restored: [], kept: ['dir/a'] });
    assert.deepEqual(await readdir(ws.dir), []);
  });

  it('keeps a folder the run made when something else lies in it', async () => {
    await write('made/by/run', 'x');
    await ws.put('made/person', 'x');
    assert.deepEqual(await undo(), { restored: ['made/by/run'], kept: [] });
    assert.deepEqual(Object.keys(await treeOf(ws.dir)), ['made/', 'made/person']);
  });

  it('leaves a folder that was empty before the run', async () => {
    await mkdir(ws.at('empty'));
    await write('empty/file', 'x');
    await command(() => ws.put('empty/other', 'y'));
    await undo();
    assert.deepEqual(Object.keys(await treeOf(ws.dir)), ['empty/']);
  });

  it('does not follow a folder that became a link to the outside', async () => {
    await ws.put('dir/file', '1');
    await write('dir/file', '2');
    await rename(ws.at('dir'), ws.at('moved'));
    await writeFile(path.join(ws.outside, 'file'), '2');
    await symlink(ws.outside, ws.at('dir'));
    assert.deepEqual(await undo(), { restored: [], kept: ['dir/file'] });
    assert.equal(await readFile(path.join(ws.outside, 'file'), 'utf8'), '2');
  });

  it('refuses paths of a forged log', async () => {
    await writeFile(path.join(ws.outside, 'x'), 'outside');
    await ws.put('.memento/skills/a/SKILL.md', 'skill');
    const forged = [
      '../ws-evil/x',
      path.join(ws.outside, 'x'),
      '.memento/skills/a/SKILL.md',
      '',
      '.',
      'a/../../ws-evil/x',
      'a\0',
    ];
    const changes = forged.map((name) => ({
      ...{ path: name, before: null, added: 0, removed: 0 },
      after: sha256(name.includes('SKILL') ? 'skill' : 'outside'),
    }));
    const { restored } = await undoChanges(changes, ws.dir, ws.objects);
    assert.deepEqual(restored, []);
    assert.equal(await readFile(path.join(ws.outside, 'x'), 'utf8'), 'outside');
    assert.equal(await ws.get('.memento/skills/a/SKILL.md'), 'skill');
  });

  it('keeps a file whose earlier content is missing or damaged in the store', async () => {
    await write('a', '2');
    const [change] = await logged();
    const result = await undoChanges([{ ...change!, before: sha256('never stored') }], ws.dir, ws.objects);
    assert.deepEqual(result, { restored: [], kept: ['a'] });
  });

  it('lists a change although the disk was too full to keep the new content', async () => {
    await ws.put('a', '1');
    let full = false;
    const put = (bytes: string | Uint8Array): Promise<string> =>
      full ? Promise.reject(new HumanError(text('The disk is full.'))) : ws.objects.put(bytes);
    const snapshot = createSnapshot({ workspace: ws.dir, objects: { ...ws.objects, put } });
    await snapshot.beforeWrite(ws.at('a'));
    await ws.put('a', '2');
    full = true;
    await assert.rejects(snapshot.afterWrite(ws.at('a')), HumanError);
    assert.deepEqual(await undoChanges(await snapshot.changes(), ws.dir, ws.objects), { restored: ['a'], kept: [] });
    assert.equal(await ws.get('a'), '1');
  });

  it('breaks a hard link instead of changing the other name', async () => {
    await writeFile(path.join(ws.outside, 'x'), '1');
    await link(path.join(ws.outside, 'x'), ws.at('x'));
    await command(async () => {
      await rm(ws.at('x'));
      await ws.put('x', '2');
    });
    await undo();
    assert.equal(await ws.get('x'), '1');
    await writeFile(ws.at('x'), '3');
    assert.equal(await readFile(path.join(ws.outside, 'x'), 'utf8'), '1');
  });

  it('leaves out version control, packages, caches and the library', async () => {
    const left = [
      '.git/index',
      'node_modules/a/index.js',
      '.memento/skills/a/SKILL.md',
      'sub/__pycache__/a.pyc',
      '.venv/x',
    ];
    await command(async () => {
      for (const name of left) await ws.put(name, 'x');
      await ws.put('dist/out.js', 'x');
    });
    assert.deepEqual(
      (await logged()).map(({ path: name }) => name),
      ['dist/out.js'],
    );
  });

  it('puts only what changed into the store', async () => {
    await ws.put('.env', 'SECRET=1');
    await ws.put('a', '1');
    await command(() => ws.put('a', '2'));
    await assert.rejects(ws.objects.get(sha256('SECRET=1')));
    assert.equal((await ws.objects.get(sha256('1'))).toString(), '1');
  });

  it('says when there are too many files, and never takes an unseen file for one the run made', async () => {
    for (let count = 0; count < 30; count++) await ws.put(`many/${count}`, 'x');
    await ws.put('few/a', '1');
    const snapshot = createSnapshot({ workspace: ws.dir, objects: ws.objects, limits: { files: 10, bytes: 1000 } });
    const coverage = await command(async () => {
      await ws.put('few/a', '2');
      await ws.put('many/3', 'changed');
      for (let count = 10; count < 30; count++) await rm(ws.at(`many/${count}`));
    }, snapshot);
    assert.equal(coverage.complete, false);
    assert.deepEqual(
      (await snapshot.changes()).map(({ path: name }) => name),
      ['few/a'],
    );
  });

  it('does not take files for removed when their folder became too full to list', async () => {
    await ws.put('grows/a', '1');
    const snapshot = createSnapshot({ workspace: ws.dir, objects: ws.objects, limits: { files: 10, bytes: 1000 } });
    await snapshot.beforeCommand();
    for (let count = 0; count < 40; count++) await ws.put(`grows/new${count}`, 'x');
    assert.equal((await snapshot.afterCommand()).complete, false);
    assert.deepEqual(await snapshot.changes(), []);
  });

  it('says when files are too large to keep, and keeps those it cannot restore', async () => {
    const large = Buffer.alloc(6 * 1024 * 1024, 1);
    await ws.put('large', large);
    await ws.put('a', '1');
    const coverage = await command(async () => {
      await ws.put('large', 'small now');
      await ws.put('a', '2');
    });
    assert.equal(coverage.complete, false);
    assert.equal((await logged()).find(({ path: name }) => name === 'large')?.before, notKept);
    assert.deepEqual(await undo(), { restored: ['a'], kept: ['large'] });
  });

  it('says when all files together are too large to keep', async () => {
    for (const name of ['a', 'b', 'c']) await ws.put(name, 'x'.repeat(400));
    const snapshot = createSnapshot({ workspace: ws.dir, objects: ws.objects, limits: { files: 10, bytes: 1000 } });
    assert.equal((await command(() => Promise.resolve(), snapshot)).complete, false);
  });

  it('survives pipes and files it may not read', async () => {
    execFileSync('mkfifo', [ws.at('pipe')]);
    await ws.put('a', '1');
    assert.deepEqual(await command(() => ws.put('a', '2')), { complete: true });
    assert.equal((await logged()).length, 1);
  });

  it('does not hold the event loop', async () => {
    for (let count = 0; count < 400; count++) await ws.put(`d${count % 20}/f${count}`, `${count}\n`.repeat(200));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await command(() => Promise.resolve());
    clearInterval(timer);
    // How long a turn may take depends on the machine; that there were many turns does not.
    assert.ok(turns >= 3, `only ${turns} turns`);
  });

  it('restores any workspace after any sequence of changes (seeded)', async () => {
    const name = fc.constantFrom('a', 'b', 'd/a', 'd/b', 'd/e/a', 'f');
    const content = fc.oneof(fc.constantFrom('', '\r\n', '\ufeffx\n', 'one\ntwo'), fc.string({ maxLength: 20 }));
    const operation = fc.record({
      by: fc.constantFrom('tool', 'command'),
      name,
      content: fc.option(content, { nil: null }),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, content, { maxKeys: 4 }),
        fc.array(operation, { minLength: 1, maxLength: 6 }),
        async (initial, operations) => {
          const dir = ws.at(`case-${++count}`);
          await mkdir(dir);
          const put = async (relative: string, text: string | null) => {
            const at = path.join(dir, relative);
            if (text === null) return rm(at, { force: true });
            await mkdir(path.dirname(at), { recursive: true });
            await writeFile(at, text);
          };
          for (const [relative, text] of Object.entries(initial)) await put(relative, text);
          const before = await treeOf(dir);
          const snapshot = createSnapshot({ workspace: dir, objects: ws.objects });
          for (const step of operations)
            if (step.by === 'command') await command(() => put(step.name, step.content), snapshot);
            else if (step.content !== null) {
              await snapshot.beforeWrite(path.join(dir, step.name));
              await put(step.name, step.content);
              await snapshot.afterWrite(path.join(dir, step.name));
            }
          const { kept } = await undoChanges(await snapshot.changes(), dir, ws.objects);
          assert.deepEqual(kept, []);
          assert.deepEqual(await treeOf(dir), before);
        },
      ),
      { seed: 99, numRuns: 60 },
    );
  });
});
