import assert from 'node:assert/strict';
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openParent } from '../../../src/engine/act/folder.js';
import { codeOf } from '../../../src/engine/safety/fileProblem.js';
import { makeWorkspace, type TestWorkspace } from './workspace.js';

/** Both ways to hold a folder: `linux` keeps it open, the others check each component. */
for (const platform of ['linux', 'darwin'] as const)
  describe(`a folder of the workspace (${platform})`, () => {
    let ws: TestWorkspace;
    beforeEach(async () => {
      ws = await makeWorkspace();
      await mkdir(ws.at('a/b'), { recursive: true });
      await symlink(ws.outside, ws.at('out'));
      await symlink('a', ws.at('alias'));
      await writeFile(ws.at('file'), '');
    });
    afterEach(() => ws.dispose());
    const open = (relative: string, create = false) => openParent(ws.dir, ws.at(relative), create, platform);

    it('names the files in it', async () => {
      await writeFile(ws.at('a/b/x'), 'inside');
      for (const [relative, name] of [
        ['a/b/x', 'x'],
        ['file', 'file'],
      ] as const) {
        const folder = await open(relative);
        assert.equal(await readFile(folder.at(name), 'utf8'), name === 'x' ? 'inside' : '');
        await folder.verify();
        await folder.close();
      }
    });

    for (const relative of ['out/x', 'alias/x', 'alias/b/x', 'file/x', 'a/out/../../out/x'])
      it(`does not go through ${relative}`, async () => {
        for (const create of [false, true])
          await assert.rejects(open(relative, create), (error) => ['ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? ''));
      });

    it('makes missing folders only when told', async () => {
      await assert.rejects(open('new/deep/x'), (error) => codeOf(error) === 'ENOENT');
      const folder = await open('new/deep/x', true);
      await writeFile(folder.at('x'), '1');
      await folder.close();
      assert.equal(await ws.get('new/deep/x'), '1');
    });

    it('does not write outside when the folder is swapped for a link afterwards', async () => {
      const folder = await open('a/b/x');
      await rename(ws.at('a'), ws.at('moved'));
      await symlink(ws.outside, ws.at('a'));
      await mkdir(path.join(ws.outside, 'b'));
      const write = async () => {
        await folder.verify();
        await writeFile(folder.at('x'), '1');
      };
      if (platform === 'linux') await write();
      else await assert.rejects(write, /moved meanwhile/);
      await folder.close();
      await assert.rejects(readFile(path.join(ws.outside, 'b/x')));
    });
  });
