import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { toolFolders } from '../../../../src/engine/replay/confine/toolFolders.js';
import { useTempFolder } from '../../store/temp.js';

describe('folders of tools that confined commands see', () => {
  const inTemp = useTempFolder();
  let home: string;
  const at = (name: string): string => path.join(home, name);
  beforeEach(() => {
    mkdirSync(inTemp('home'), { recursive: true });
    home = realpathSync(inTemp('home'));
    for (const name of ['.nvm/v20/bin', '.nvm/v20/lib', '.local/bin', '.cargo/bin', '.rustup', 'bin', 'tools', '.go'])
      mkdirSync(at(name), { recursive: true });
  });
  const found = async (...searched: readonly string[]): Promise<readonly string[]> =>
    (await toolFolders({ PATH: searched.join(path.delimiter) }, home))
      .map((folder) => path.relative(home, folder))
      .sort();

  it('are those of PATH with what lies beside them', async () => {
    assert.deepEqual(await found(at('.nvm/v20/bin')), ['.nvm/v20']);
    assert.deepEqual(await found(at('tools')), ['tools']);
  });

  it('are the programs alone where other things lie beside them', async () => {
    assert.deepEqual(await found(at('.local/bin'), at('bin')), ['.local/bin', 'bin']);
    assert.deepEqual(await found(at('.cargo/bin')), ['.cargo/bin', '.rustup']);
  });

  it('are never the home folder, what holds it, or what leads there', async () => {
    symlinkSync(home, at('tools/way-home'));
    assert.deepEqual(
      await found(home, path.dirname(home), '/', '/bin', at('tools/way-home'), at('missing'), '.', ''),
      [],
    );
  });

  it('are those that tool chains name', async () => {
    assert.deepEqual(await toolFolders({ GOPATH: at('.go'), JAVA_HOME: home, SECRET_HOME: at('tools') }, home), [
      at('.go'),
    ]);
  });
});
