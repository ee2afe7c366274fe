import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, rm, symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { plainEnvironment } from '../../../scripts/lib/run.mjs';
import { makeTempFolder, type TempFolder } from '../bench/tempFolder.js';

const call = promisify(execFile);

describe('scripts: npm run memento in a fresh clone', () => {
  let clone: TempFolder;
  before(async () => {
    clone = await makeTempFolder();
    const parts = ['src', 'webview-ui', 'l10n', 'scripts', 'skills-template', 'tsconfig.json'];
    for (const name of [...parts, 'package.json', 'package-lock.json'])
      await cp(inRoot(name), clone.at(name), { recursive: true });
    await symlink(inRoot('node_modules'), clone.at('node_modules'));
    // As a build leaves it that was ended in the middle: newer than the sources, and not whole.
    await clone.put('dist/cli.cjs', '');
  });
  after(() => clone.dispose());

  const memento = (...words: string[]): Promise<{ stdout: string; stderr: string }> =>
    call('npm', ['run', '--silent', 'memento', '--', ...words], { cwd: clone.dir, env: plainEnvironment() });

  it('builds first, with nothing but JSON on standard output', async () => {
    const { stdout, stderr } = await memento('practice', clone.at('house'), '--json');
    assert.equal(stderr, 'Building ...\n');
    assert.equal(typeof JSON.parse(stdout), 'object');
    assert.match(await readFile(clone.at('house/check.mjs'), 'utf8'), /expected/);
  });

  it('does not build again what is there', async () => {
    assert.equal((await memento('--help')).stderr, '');
  });

  it('builds again when a source has changed, and says why it could not, and runs nothing', async () => {
    await rm(clone.at('src/cli/main.ts'));
    const failed = await memento('practice', clone.at('other')).then(
      () => assert.fail('it ran'),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    assert.equal(failed.code, 1);
    assert.equal(failed.stdout, '');
    assert.match(failed.stderr, /The build failed:[^]*main\.ts/);
  });
});
