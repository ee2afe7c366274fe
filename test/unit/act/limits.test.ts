import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, chown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { listDir } from '../../../src/engine/act/tools/listDir.js';
import { readFile } from '../../../src/engine/act/tools/readFile.js';
import { searchFiles } from '../../../src/engine/act/tools/searchFiles.js';
import { writeFile } from '../../../src/engine/act/tools/writeFile.js';
import { makeWorkspace, type TestWorkspace } from './workspace.js';

/** Runs `work` without root's rights, for which no permission counts. The workspace then belongs to the other user. */
async function unprivileged(ws: TestWorkspace, work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work();
  const nobody = 65534;
  const root = path.dirname(ws.dir);
  await chown(root, nobody, nobody);
  for (const name of await readdir(root, { recursive: true })) await chown(path.join(root, name), nobody, nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('what the system refuses', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());

  it('is a sentence for the model, not a crash: files and folders without permission', async () => {
    await ws.put('closed/x', 'needle');
    await ws.put('locked/x', 'needle');
    await ws.put('open/x', 'needle');
    await ws.put('unreadable', 'needle');
    await unprivileged(ws, async () => {
      await chmod(ws.at('closed'), 0);
      await chmod(ws.at('locked'), 0o555);
      await chmod(ws.at('unreadable'), 0);
      const results = [
        await ws.call(readFile, { path: 'unreadable' }),
        await ws.call(readFile, { path: 'closed/x' }),
        await ws.call(writeFile, { path: 'locked/new', content: 'x' }),
        await ws.call(writeFile, { path: 'locked/x', content: 'x' }),
        await ws.call(listDir, { path: 'closed' }),
      ];
      for (const { ok, output } of results) {
        assert.equal(ok, false);
        assert.match(output, /no permission/);
      }
      const listed = (await ws.call(listDir, {})).output;
      assert.equal(listed, ['./', 'closed/', 'locked/', '  x', 'open/', '  x', 'unreadable'].join('\n'));
      assert.equal((await ws.call(searchFiles, { query: 'needle' })).output, 'locked/x:1: needle\nopen/x:1: needle');
      assert.equal((await ws.snapshot.beforeCommand()).complete, false);
      await chmod(ws.at('closed'), 0o755);
    });
    assert.deepEqual(await readdir(ws.at('locked')), ['x']);
    assert.equal(await ws.get('locked/x'), 'needle');
  });

  it('leaves the old file when the new one does not fit', async () => {
    await ws.put('a', 'old');
    // A limit on file size breaks a write in the middle, as a full disk does; without a listener its signal would end the process.
    const limit = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
    const ignore = () => undefined;
    process.on('SIGXFSZ', ignore);
    try {
      const result = await ws.call(writeFile, { path: 'a', content: 'x'.repeat(500_000) }, () => {
        limit('200000');
        return true;
      });
      assert.equal(result.ok, false);
      assert.match(result.output, /too large for this disk/);
    } finally {
      limit('unlimited');
      process.off('SIGXFSZ', ignore);
    }
    assert.deepEqual(await readdir(ws.dir), ['a']);
    assert.equal(await ws.get('a'), 'old');
  });
});
