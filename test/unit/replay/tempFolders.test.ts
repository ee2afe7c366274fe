import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTempFolder, removeTempFolder, sweepTempFolders } from '../../../src/engine/replay/tempFolders.js';
import { runVariable } from '../../../src/engine/act/family.js';
import { useTempFolder } from '../store/temp.js';

describe('temporary folders of replays', () => {
  const inTemp = useTempFolder();
  let root: string;
  beforeEach(() => {
    root = inTemp('root');
    mkdirSync(root);
  });

  /** A folder as a process that is gone would have left it. */
  async function leftBehind(): Promise<string> {
    const made = await makeTempFolder(root);
    const { pid } = spawnSync('true');
    const left = made.replace(/memento-replay-\d+-\d+-/, `memento-replay-${pid}-1-`);
    renameSync(made, left);
    mkdirSync(path.join(left, 'copy'));
    writeFileSync(path.join(left, 'copy', 'file'), 'x');
    return left;
  }

  it('go when their process is gone, with what still works in them', async () => {
    const left = await leftBehind();
    const alive = await makeTempFolder(root);
    const worker = spawn('sleep', ['60'], { env: { ...process.env, [runVariable]: path.basename(left) } });
    const ended = once(worker, 'exit');
    await once(worker, 'spawn');
    await sweepTempFolders(root);
    assert.deepEqual(readdirSync(root), [path.basename(alive)]);
    assert.deepEqual(await ended, [null, 'SIGTERM']);
  });

  it('are told from everything else', async () => {
    const outside = inTemp('outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'theirs'), '');
    const name = path.basename(await leftBehind());
    await sweepTempFolders(root);
    const others = [
      name.replace(/-[0-9a-f]{8}-(\w{6})$/, '-00000000-$1'),
      `${name}-more`,
      `my-${name}`,
      'memento-replay-notes',
      'memento-loop-abc',
    ];
    for (const other of others) mkdirSync(path.join(root, other));
    symlinkSync(outside, path.join(root, name));
    await sweepTempFolders(root);
    assert.deepEqual(readdirSync(root).sort(), [...others, name].sort());
    assert.ok(existsSync(path.join(outside, 'theirs')));
  });

  it('are for their owner only, and go with folders that may not be written', async () => {
    const made = await makeTempFolder(root);
    mkdirSync(path.join(made, 'a', 'b'), { recursive: true });
    writeFileSync(path.join(made, 'a', 'b', 'c'), '');
    spawnSync('chmod', ['-R', 'a-w', path.join(made, 'a')]);
    await removeTempFolder(made);
    assert.deepEqual(readdirSync(root), []);
    await removeTempFolder(made);
  });
});
