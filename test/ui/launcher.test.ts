import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { Scope } from '../../scripts/lib/scope.mjs';

/** The stand-in for VS Code's executable with which the extension-host tests run. */
describe('code-headless', () => {
  const scope = new Scope();
  after(() => scope.close());

  /** Exit code of the launcher for tests in test/fixtures/host. */
  async function launch(tests: string): Promise<{ code: number; output: string; left: readonly string[] }> {
    const folder = await scope.folder();
    const args = [`--extensionDevelopmentPath=${root}`, `--extensionTestsPath=${inRoot('test/fixtures/host', tests)}`];
    const env = { ...process.env, TMPDIR: folder, MEMENTO_TEST_RESULT: path.join(folder, 'result') };
    const { code, output } = await run(inRoot('scripts/host/code-headless'), [...args, '--disable-workspace-trust'], {
      env,
    });
    return { code, output, left: readdirSync(folder).filter((name) => name.startsWith('memento-')) };
  }

  it('ends with 0 when the tests pass, and leaves nothing behind', async () => {
    const { code, output, left } = await launch('passing.cjs');
    assert.equal(code, 0, output);
    assert.deepEqual(left, []);
  });

  it('ends with 1 when a test fails', async () => {
    assert.equal((await launch('failing.cjs')).code, 1);
  });

  it('does not pass when the extension host is killed under the tests', async () => {
    const { code, output } = await launch('killed.cjs');
    assert.equal(code, 70);
    assert.match(output, /The extension host ended before the tests did/);
  });
});
