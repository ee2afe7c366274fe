import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { endMarked, markedProcesses, markName } from '../../../scripts/host/processes.mjs';
import { plainEnvironment, run } from '../../../scripts/lib/run.mjs';
import { Scope } from '../../../scripts/lib/scope.mjs';

describe('scripts: what a script starts', () => {
  it('is ended in reverse order, once, whatever fails on the way', async () => {
    const ended: string[] = [];
    const scope = new Scope();
    scope.defer(() => ended.push('first'));
    scope.defer(() => ended.push('second'));
    await scope.close();
    await scope.close();
    assert.deepEqual(ended, ['second', 'first']);
  });

  it('is ended at once when it comes after the end', async () => {
    const scope = new Scope();
    await scope.close();
    const ended = new Promise((resolve) => scope.defer(() => resolve('late')));
    assert.equal(await ended, 'late');
  });

  it('has its temporary folders removed', async () => {
    const scope = new Scope();
    const folder = await scope.folder();
    assert.ok(existsSync(folder));
    await scope.close();
    assert.ok(!existsSync(folder));
  });

  it('is found by its mark and ended, even when orphaned in a session of its own', async () => {
    const mark = randomUUID();
    const env = { ...process.env, [markName]: mark };
    const shell = spawn('sh', ['-c', 'setsid sleep 600 >/dev/null 2>&1 & echo started'], { env });
    await once(shell, 'close');
    assert.equal((await markedProcesses(mark)).length, 1);
    await endMarked(mark, 0);
    assert.deepEqual(await markedProcesses(mark), []);
  });
});

describe('scripts: running a program', () => {
  it('tells exit code and output', async () => {
    const { code, output } = await run('sh', ['-c', 'echo out; echo err >&2; exit 3']);
    assert.equal(code, 3);
    assert.match(output, /out/);
    assert.match(output, /err/);
  });

  it('tells that a program is not there', async () => {
    assert.equal((await run('no-such-program-here', [])).code, 127);
  });

  it('ends the whole group when told to stop', async () => {
    const mark = randomUUID();
    const stop = new AbortController();
    const env = { ...process.env, [markName]: mark };
    const ended = run('sh', ['-c', 'sleep 600 & sleep 600'], { env, signal: stop.signal });
    while ((await markedProcesses(mark)).length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    assert.equal((await ended).code, 143);
    assert.deepEqual(await markedProcesses(mark), []);
  });

  it('hides what npm adds to the environment and keeps the rest', () => {
    const env = plainEnvironment({
      PATH: '/bin',
      INIT_CWD: '/x',
      NODE_OPTIONS: '--import x',
      npm_config_local_prefix: '/x',
      npm_lifecycle_event: 'start',
      npm_config_cache: '/c',
    });
    assert.deepEqual(env, { PATH: '/bin', npm_config_cache: '/c' });
  });
});
