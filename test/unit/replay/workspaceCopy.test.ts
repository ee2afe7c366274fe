import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultCopyLimits } from '../../../src/engine/replay/copyTree.js';
import { NotReplayable } from '../../../src/engine/replay/notReplayable.js';
import { WorkspaceCopy } from '../../../src/engine/replay/workspaceCopy.js';
import { useTempFolder } from '../store/temp.js';

const never = new AbortController().signal;

describe('sensitive files of a copy', () => {
  const inTemp = useTempFolder();
  let copy: WorkspaceCopy;
  const at = (...names: string[]): string => path.join(copy.folder, ...names);
  beforeEach(async () => {
    const [workspace, tempRoot] = [inTemp('workspace'), inTemp('temp')];
    for (const folder of [path.join(workspace, 'keys'), tempRoot]) await mkdir(folder, { recursive: true });
    await writeFile(path.join(workspace, 'keys', '.env'), 'TOKEN=1\n');
    const from = { workspace, tempRoot, limits: defaultCopyLimits, confinement: undefined, again: false };
    copy = await WorkspaceCopy.make(from, never);
  });
  afterEach(() => copy.remove());

  it('are away and come back, also where their folder is gone', async () => {
    await copy.hide(new Set());
    assert.equal(existsSync(at('keys', '.env')), false);
    await rm(at('keys'), { recursive: true });
    await copy.show();
    assert.equal(await readFile(at('keys', '.env'), 'utf8'), 'TOKEN=1\n');
  });

  it('are no trouble where they are gone, or something else has taken their place', async () => {
    await rm(at('keys'), { recursive: true });
    await copy.hide(new Set());
    await copy.show();
    await mkdir(at('keys'));
    await writeFile(at('keys', '.env'), 'TOKEN=2\n');
    await copy.hide(new Set());
    await rm(at('keys'), { recursive: true });
    await writeFile(at('keys'), 'a file now\n');
    await copy.show();
    assert.equal(await readFile(at('keys'), 'utf8'), 'a file now\n');
  });

  it('that cannot be taken away, or put back, leave a run that is not replayable', async () => {
    await copy.hide(new Set());
    await rm(at('keys'), { recursive: true });
    await symlink('keys', at('keys'));
    await assert.rejects(copy.show(), NotReplayable);
    await assert.rejects(copy.hide(new Set()), NotReplayable);
  });
});
