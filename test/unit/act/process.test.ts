import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import { runProcess, sweepRun, type ProcessResult } from '../../../src/engine/act/process.js';
import { alive } from '../../support/alive.js';
import { makeWorkspace, type TestWorkspace } from './workspace.js';

describe('running a command', () => {
  let ws: TestWorkspace;
  /** A length of sleep that no other process on the machine uses: how the tests find what is left. */
  let nap: string;
  let naps = 0;
  beforeEach(async () => {
    ws = await makeWorkspace();
    nap = `3${String(process.pid).padStart(7, '0')}.${++naps}`;
  });
  afterEach(() => ws.dispose());

  const run = (
    command: string,
    options: { run?: string; timeoutMs?: number; signal?: AbortSignal; environment?: Record<string, string> } = {},
  ): Promise<ProcessResult> =>
    runProcess(
      {
        command,
        cwd: ws.dir,
        run: options.run ?? ws.run,
        timeoutMs: options.timeoutMs ?? 20_000,
        ...(options.environment && { environment: options.environment }),
      },
      options.signal ?? new AbortController().signal,
    );

  it('returns exit code and both outputs in order', async () => {
    const result = await run('echo one; echo two >&2; echo three; exit 3');
    assert.deepEqual(result, {
      ...{ exitCode: 3, signal: null, output: 'one\ntwo\nthree\n', truncated: false },
      ...{ timedOut: false, ended: 0, survivors: 0 },
    });
  });

  it('reports a command that does not exist as the shell does', async () => {
    const result = await run('no-such-command-here');
    assert.equal(result.exitCode, 127);
    assert.match(result.output, /not found/);
  });

  it('reports the signal that ended a command', async () => {
    const result = await run('kill -9 $$');
    assert.deepEqual([result.exitCode, result.signal], [null, 'SIGKILL']);
  });

  it('gives the command no standard input', async () => {
    assert.equal((await run('cat; read line; echo "read $?"')).output, 'read 1\n');
  });

  it('gives the command a clean environment with the answer in it', async () => {
    process.env.PLANTED_API_KEY = 'sk-planted';
    try {
      const { output } = await run('env', { environment: { ANSWER: 'forty two' } });
      assert.match(output, /^ANSWER=forty two$/m);
      assert.match(output, /^TERM=dumb$/m);
      assert.doesNotMatch(output, /planted/);
    } finally {
      delete process.env.PLANTED_API_KEY;
    }
  });

  it('bounds an answer that is longer than a variable may be', async () => {
    assert.equal((await run('echo ${#ANSWER}', { environment: { ANSWER: 'x'.repeat(3_000_000) } })).output, '100000\n');
  });

  it('does not wait for what a command leaves in the background, and ends it', async () => {
    const result = await run(`sleep ${nap} & echo hi`);
    assert.deepEqual([result.exitCode, result.output, result.ended, result.survivors], [0, 'hi\n', 1, 0]);
    assert.deepEqual(await alive(nap), []);
  });

  it('ends a daemon that left group and session', async () => {
    const result = await run(`(setsid nohup sh -c 'sleep ${nap}' >/dev/null 2>&1 &); sleep 0.3; echo done`);
    assert.equal(result.output, 'done\n');
    assert.ok(result.ended >= 1);
    assert.deepEqual(await alive(nap), []);
  });

  it('ends a daemon that is becoming another program again and again', async () => {
    // With the lowest priority, so that it often stands still where it shows no environment: one look at a time overlooks one of three.
    const nice = 'nice '.repeat(7);
    const one = async (index: number): Promise<string[]> => {
      const own = `${nap}${String(index).padStart(2, '0')}`;
      await run(`nice -n 19 setsid setsid ${nice} sleep ${own} >/dev/null 2>&1 & true`, { run: `${ws.run}-${index}` });
      return alive(own);
    };
    const rounds = Array.from({ length: 5 }, (_, round) => Array.from({ length: 6 }, (__, at) => round * 6 + at));
    for (const round of rounds) assert.deepEqual((await Promise.all(round.map(one))).flat(), []);
  });

  it('stops at the timeout and keeps the output so far', async () => {
    const result = await run(`echo begun; sleep ${nap}; echo never`, { timeoutMs: 2000 });
    assert.deepEqual([result.timedOut, result.exitCode, result.output], [true, null, 'begun\n']);
    assert.deepEqual(await alive(nap), []);
  });

  it('bounds endless output in memory and in the result', async () => {
    const before = process.memoryUsage().rss;
    const result = await run('yes 0123456789', { timeoutMs: 1500 });
    assert.equal(result.truncated, true);
    assert.ok(Buffer.byteLength(result.output) < 66 * 1024);
    assert.match(result.output, /bytes left out/);
    assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
  });

  it('keeps both ends of a megabyte of errors', async () => {
    const result = await run('echo first >&2; head -c 1000000 /dev/zero | tr "\\0" x >&2; echo; echo last >&2; exit 1');
    assert.equal(result.exitCode, 1);
    assert.match(result.output, /^first\n/);
    assert.match(result.output, /\nlast\n$/);
  });

  it('takes binary output and terminal escapes', async () => {
    const result = await run(String.raw`head -c 2000 /dev/urandom; printf '\033[31mred\033[0m\033]0;t\007\n'`);
    assert.equal(result.exitCode, 0);
    assert.match(result.output, /red\n$/);
    assert.ok(!result.output.includes('\u001b'));
  });

  it('says so when it cannot be started', async () => {
    await assert.rejects(run('echo a\0b'), HumanError);
    const signal = new AbortController().signal;
    const request = { command: 'true', run: ws.run, timeoutMs: 1000 };
    await assert.rejects(runProcess({ ...request, cwd: ws.at('missing') }, signal), HumanError);
    await writeFile(ws.at('file'), '');
    await assert.rejects(runProcess({ ...request, cwd: ws.at('file') }, signal), HumanError);
    await assert.rejects(run('echo ' + 'x'.repeat(3_000_000)), HumanError);
  });

  it('does not start when it is cancelled already', async () => {
    await assert.rejects(run('touch started', { signal: AbortSignal.abort() }), CancelledError);
    assert.deepEqual(await readdir(ws.dir), []);
  });

  // The shapes of reliability.md 2f. Each sleeps under a number of its own, so that what is left can be found.
  const shapes: readonly (readonly [string, (nap: string) => string])[] = [
    ['a simple command', (one) => `sleep ${one}`],
    ['a chain', (one) => `bash -c 'sleep ${one}; sleep ${one}'; true`],
    ['two in parallel', (one) => `sleep ${one} & sleep ${one} & wait`],
    ['one that ignores TERM', (one) => `trap '' TERM; sleep ${one} & wait; while true; do sleep ${one}; done`],
    ['a session of its own', (one) => `setsid sleep ${one} & wait; sleep ${one}`],
    ['an orphan in a session of its own', (one) => `(setsid nohup sleep ${one} >/dev/null 2>&1 &); sleep ${one}`],
    ['a double fork', (one) => `bash -c '(sleep ${one} &) ; (sleep ${one} &)' ; sleep ${one}`],
    ['a session of its own with an empty environment', (one) => `setsid env -i /bin/sleep ${one} & wait`],
  ];
  for (const [name, shape] of shapes)
    it(`leaves nothing of ${name} on cancel`, async () => {
      const controller = new AbortController();
      const running = run(shape(nap), { signal: controller.signal });
      while (!(await alive(nap)).some((line) => /(^|\/)sleep /.test(line))) await sleep(20);
      await sleep(150);
      controller.abort();
      await assert.rejects(running, CancelledError);
      assert.deepEqual(await alive(nap), []);
    });

  it('ends what carries the id of a run, and nothing else', async () => {
    const other = await makeWorkspace();
    const controllers = [new AbortController(), new AbortController()] as const;
    const mine = run(`sleep ${nap}1`, { signal: controllers[0].signal });
    const others = runProcess(
      { command: `sleep ${nap}2`, cwd: other.dir, run: other.run, timeoutMs: 20_000 },
      controllers[1].signal,
    );
    while ((await alive(`${nap}1`)).length === 0 || (await alive(`${nap}2`)).length === 0) await sleep(20);
    assert.ok((await sweepRun(ws.run)) >= 1);
    assert.equal((await mine).exitCode, null);
    assert.deepEqual(await alive(`${nap}1`), []);
    assert.ok((await alive(`${nap}2`)).length > 0);
    controllers[1].abort();
    await assert.rejects(others, CancelledError);
    await other.dispose();
    assert.equal(await sweepRun(ws.run), 0);
  });
});
