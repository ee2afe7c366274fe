import assert from 'node:assert/strict';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { undoChanges } from '../../../../src/engine/act/snapshot.js';
import { runCommand } from '../../../../src/engine/act/tools/runCommand.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { makeWorkspace, type TestWorkspace } from '../workspace.js';

describe('run_command', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());
  const run = (command: string, answer?: Parameters<TestWorkspace['call']>[2], cwd?: string) =>
    ws.call(runCommand, { command, ...(cwd !== undefined && { cwd }) }, answer);

  it('asks with the whole command and the folder, then returns output and exit code', async () => {
    await mkdir(ws.at('sub'));
    const result = await run('pwd; exit 3', undefined, 'sub');
    assert.equal(result.ok, false);
    assert.equal(result.output, `${ws.at('sub')}\n[exit 3]`);
    assert.equal(english(result.summary), 'exit 3');
    const [{ title, why, ...asked }] = ws.asked as [(typeof ws.asked)[0]];
    assert.deepEqual(asked, {
      ...{
        kind: 'command',
        tool: 'run_command',
        subject: 'pwd; exit 3',
        where: 'sub',
        choices: ['once', 'run', 'deny'],
      },
    });
    assert.equal(english(title), 'Run a command');
    assert.match(english(why), /any file/);
  });

  it('runs nothing when denied', async () => {
    assert.equal((await run('touch a', () => false)).ok, false);
    assert.deepEqual(await readdir(ws.dir), []);
  });

  it('shows what hides in a command, and then covers only this one call', async () => {
    await run('echo a \u202e\u200b\u00a0b\rls \u001b[2K');
    assert.equal(ws.asked[0]!.subject, 'echo a \\u{202e}\\u{200b}\\xa0b\\rls \\x1b[2K');
    assert.deepEqual(ws.asked[0]!.choices, ['once', 'deny']);
    assert.match(english(ws.asked[0]!.why), /cannot be seen/);
  });

  it('shows a very long command whole', async () => {
    const command = `echo ${'x'.repeat(10_000)}; echo tail`;
    await run(command, () => false);
    assert.equal(ws.asked[0]!.subject, command);
  });

  for (const cwd of ['..', '/', '../ws-evil', 'out', 'missing', 'file'])
    it(`refuses to run in ${JSON.stringify(cwd)}`, async () => {
      await symlink(ws.outside, ws.at('out'));
      await ws.put('file', '');
      const result = await run('touch here', undefined, cwd);
      assert.equal(result.ok, false);
      assert.deepEqual(ws.asked, []);
      assert.deepEqual(await readdir(ws.outside), []);
    });

  for (const command of [
    'sudo rm x',
    'ls; sudo -n id',
    'true && /usr/bin/sudo id',
    'echo $(sudo id)',
    'env sudo id',
    'su root',
    'x=1\ndoas id',
  ])
    it(`does not run ${JSON.stringify(command)}`, async () => {
      assert.match((await run(command)).output, /administrator/);
      assert.deepEqual(ws.asked, []);
    });

  it('runs commands that only mention such words', async () => {
    for (const command of ['echo sudo make', 'echo "su root"', 'ls pseudo || true'])
      assert.equal((await run(command)).ok, true, command);
  });

  it('says why when the command names the library', async () => {
    await run('ls .MEMENTO/skills', () => false);
    assert.match(english(ws.asked[0]!.why), /skill library/);
  });

  it('records what a command changed, also when it is cancelled, and undo brings it back', async () => {
    await ws.put('kept', 'k');
    await ws.put('removed', 'r');
    const controller = new AbortController();
    const call = ws.call(
      runCommand,
      { command: 'rm removed; echo x > made; echo ready > ready; while true; do sleep 0.05; done' },
      undefined,
      controller.signal,
    );
    while (!(await readdir(ws.dir)).includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    await assert.rejects(call, CancelledError);
    const changes = await ws.snapshot.changes();
    assert.deepEqual(
      changes.map((change) => change.path),
      ['made', 'ready', 'removed'],
    );
    await undoChanges(changes, ws.dir, ws.objects);
    assert.deepEqual(await readdir(ws.dir), ['kept', 'removed']);
  });

  it('does not count what the person did while the question was open', async () => {
    await ws.put('mine', '1');
    await run('true', () => ws.put('mine', '2').then(() => true));
    assert.deepEqual(await ws.snapshot.changes(), []);
  });

  it('tells of background processes it ended', async () => {
    const result = await run('sleep 1000 & echo started');
    assert.equal(result.output, 'started\n[exit 0]\n[1 background process(es) ended with the command]');
    assert.equal(result.ok, true);
  });
});
