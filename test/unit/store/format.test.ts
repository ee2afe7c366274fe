import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { checkFormat } from '../../../src/engine/store/format.js';
import { useTempFolder } from './temp.js';

describe('checkFormat', () => {
  const at = useTempFolder();

  it('makes a private folder with the format', async () => {
    await Promise.all([checkFormat(at('a', 'state')), checkFormat(at('a', 'state'))]);
    assert.deepEqual(JSON.parse(await readFile(at('a', 'state', 'format.json'), 'utf8')), { version: 1 });
    if (process.platform !== 'win32') assert.equal((await stat(at('a', 'state'))).mode & 0o777, 0o700);
  });

  it('accepts the format it wrote and leaves it as it is', async () => {
    await checkFormat(at());
    const { mtimeNs } = await stat(at('format.json'), { bigint: true });
    await checkFormat(at());
    assert.equal((await stat(at('format.json'), { bigint: true })).mtimeNs, mtimeNs);
  });

  it('closes a folder that others could read', async function () {
    if (process.platform === 'win32') return;
    await mkdir(at('state'));
    await chmod(at('state'), 0o755);
    await checkFormat(at('state'));
    assert.equal((await stat(at('state'))).mode & 0o777, 0o700);
  });

  it('refuses a newer format and names it', async () => {
    await writeFile(at('format.json'), '{"version": 7, "more": true}');
    await assert.rejects(checkFormat(at()), (error) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /newer version of Memento \(format 7\)/);
      return true;
    });
    assert.equal(await readFile(at('format.json'), 'utf8'), '{"version": 7, "more": true}');
    assert.deepEqual(await readdir(at()), ['format.json']);
  });

  it('refuses a damaged format and does not repair it by guessing', async () => {
    for (const content of ['', '{', '[]', 'null', '{"version":"1"}', '{"version":0}']) {
      await writeFile(at('format.json'), content);
      await assert.rejects(checkFormat(at()), HumanError, content);
      assert.equal(await readFile(at('format.json'), 'utf8'), content);
    }
  });
});
