import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Confine, runProcess } from '../../../../src/engine/act/process.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { type Confinement, findConfinement } from '../../../../src/engine/replay/confine/confinement.js';
import { toolFolders } from '../../../../src/engine/replay/confine/toolFolders.js';
import { alive } from '../../../support/alive.js';
import { useTempFolder } from '../../store/temp.js';
import { never } from '../support.js';

describe('the walls around commands of a replay', () => {
  const inTemp = useTempFolder();
  let confinement: Confinement;
  let confine: Confine;
  let [copy, workspace, temp, run] = ['', '', '', ''];
  let count = 0;
  before(async () => {
    const found = await findConfinement(os.tmpdir(), never);
    assert.ok(found, 'this machine has no way to confine commands');
    confinement = found;
  });
  beforeEach(async () => {
    mkdirSync(inTemp('t'), { recursive: true });
    const root = realpathSync(inTemp('t'));
    [copy, workspace, temp] = ['copy', 'workspace', 'temp'].map((name) => path.join(root, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [path.join(copy, 'sub'), workspace, temp]) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(copy, 'file'), 'the copy');
    writeFileSync(path.join(workspace, 'file'), 'the original');
    run = `walls-${process.pid}-${++count}`;
    confine = await confinement.around({ copy, workspace, temp });
  });
  const start = (
    command: string,
    options: { cwd?: string; environment?: Record<string, string>; signal?: AbortSignal } = {},
  ) =>
    runProcess(
      {
        ...{ command, cwd: options.cwd ?? copy, run, timeoutMs: 20_000, confine },
        ...(options.environment ? { environment: options.environment } : {}),
      },
      options.signal ?? never,
    );

  it('show the copy where the workspace is, and nothing else of the person', async () => {
    const { output, exitCode } = await start(`pwd; cat file '${workspace}/file'; ls -A "$HOME" | head -1; ls -A /tmp`);
    assert.deepEqual([exitCode, output.split('\n')[0]], [0, workspace]);
    assert.match(output, /the copythe copy/);
    assert.doesNotMatch(output, /original/);
    assert.equal((await start('pwd', { cwd: path.join(copy, 'sub') })).output, `${workspace}/sub\n`);
    const shown = await toolFolders(process.env, os.homedir());
    const isTool = (name: string): boolean =>
      [...shown, os.tmpdir()].some((folder) => `${folder}/`.startsWith(`${path.join(os.homedir(), name)}/`));
    const seen = (await start('ls -A "$HOME"')).output.split('\n');
    assert.deepEqual(
      readdirSync(os.homedir()).filter((name) => seen.includes(name) && !isTool(name)),
      [],
    );
  });

  it('let commands write in the copy and in folders of their own, and keep these from one command to the next', async () => {
    const { output } = await start('echo a > made; echo b > /tmp/kept; echo c > "$HOME/kept"; cat made');
    assert.equal(output, 'a\n');
    assert.equal((await start('cat /tmp/kept "$HOME/kept" "$TMPDIR/kept"')).output, 'b\nc\nb\n');
    assert.equal(readFileSync(path.join(copy, 'made'), 'utf8'), 'a\n');
    assert.equal(existsSync('/tmp/kept') || existsSync(path.join(os.homedir(), 'kept')), false);
  });

  it('keep them from writing anywhere else, by whatever way', async () => {
    const outside = inTemp('outside');
    mkdirSync(outside);
    const tries = ['/usr', '/etc', '/', '/opt', '/var', '/dev', '/proc', '/root/..', temp, outside, path.dirname(copy)];
    for (const folder of tries) {
      await start(`echo x > '${folder}/planted-by-memento-test'`);
      assert.equal(existsSync(path.join(folder, 'planted-by-memento-test')), false, folder);
    }
    const escapes = await start(
      `mount -o remount,bind,rw /usr; umount /usr; umount -l /etc; unshare -rm sh -c 'mount -o remount,bind,rw /usr && touch /usr/planted-by-memento-test';
       chroot /proc/1/root touch /usr/planted-by-memento-test; ln -s '${outside}' out; touch out/planted; mknod disk b 253 0; echo done`,
    );
    assert.match(escapes.output, /done\n$/);
    assert.equal(existsSync('/usr/planted-by-memento-test'), false);
    assert.deepEqual(readdirSync(outside), []);
    assert.deepEqual(readdirSync(workspace), ['file']);
    assert.equal(existsSync(path.join(copy, 'disk')), false);
  });

  describe('and the network', () => {
    let server: Server;
    let [requests, port] = [0, 0];
    beforeEach(async () => {
      requests = 0;
      server = createServer((_, response) => {
        requests++;
        response.end('reached');
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    });
    afterEach(async () => {
      server.close();
      await once(server, 'close');
    });
    const fetchIt = (): string =>
      `'${process.execPath}' -e "fetch('http://127.0.0.1:${port}/').then(r => r.text()).then(console.log, () => { console.log('no way'); process.exitCode = 3 })"`;

    it('keep them from a server of this machine, which they reach without walls', async () => {
      const { output, exitCode } = await start(fetchIt());
      assert.deepEqual([output, exitCode, requests], ['no way\n', 3, 0]);
      const plain = await runProcess({ command: fetchIt(), cwd: copy, run, timeoutMs: 20_000 }, never);
      assert.deepEqual([plain.output, requests], ['reached\n', 1]);
    });

    it('let them talk to a server of their own', async () => {
      const own = `const s = require('http').createServer((_, r) => r.end('own')).listen(0, '127.0.0.1', () => fetch('http://127.0.0.1:' + s.address().port).then(r => r.text()).then(t => { console.log(t); s.close(); }))`;
      writeFileSync(path.join(copy, 'own.cjs'), own);
      assert.equal((await start(`'${process.execPath}' own.cjs`)).output, 'own\n');
    });
  });

  it('pass on exit codes, the environment and the order of both outputs', async () => {
    const { exitCode, output } = await start('echo one; echo two >&2; echo "$ANSWER"; exit 3', {
      environment: { ANSWER: 'forty two' },
    });
    assert.deepEqual([exitCode, output], [3, 'one\ntwo\nforty two\n']);
  });

  it('hide other processes, and end what a command leaves behind', async () => {
    const nap = `3${process.pid}.${count}`;
    const { output } = await start(
      `kill -9 ${process.pid}; sleep ${nap} & (setsid nohup sleep ${nap} >/dev/null 2>&1 &); ls /proc | grep -c '^[0-9]'`,
    );
    assert.ok(Number(output.trim().split('\n').at(-1)) < 12, output);
    assert.deepEqual(await alive(nap), []);
  });

  const shapes: readonly (readonly [string, (nap: string) => string])[] = [
    ['a simple command', (one) => `sleep ${one}`],
    ['two in parallel', (one) => `sleep ${one} & sleep ${one} & wait`],
    ['one that ignores TERM', (one) => `trap '' TERM; sleep ${one} & wait; while true; do sleep ${one}; done`],
    ['an orphan in a session of its own', (one) => `(setsid nohup sleep ${one} >/dev/null 2>&1 &); sleep ${one}`],
    [
      'one without environment and parent',
      (one) => `(setsid env -i /bin/sleep ${one} >/dev/null 2>&1 &); sleep ${one}`,
    ],
  ];
  for (const [name, shape] of shapes)
    it(`leave nothing of ${name} on cancel`, async () => {
      const nap = `3${process.pid}.${count}`;
      const controller = new AbortController();
      const running = start(shape(nap), { signal: controller.signal });
      while (!(await alive(nap)).some((line) => /^(\/bin\/)?sleep /.test(line))) await sleep(20);
      controller.abort();
      await assert.rejects(running, CancelledError);
      assert.deepEqual(await alive(nap), []);
      assert.deepEqual(await alive(run), []);
    });

  it('are not taken for walls when they hold nothing back', async () => {
    const paper: Confinement = { method: 'unshare', around: () => Promise.resolve((launch) => launch) };
    assert.equal(await findConfinement(os.tmpdir(), never, [paper]), undefined);
    assert.equal(await findConfinement(os.tmpdir(), never, [paper, confinement]), confinement);
    assert.equal(await findConfinement(os.tmpdir(), never, []), undefined);
  });
});
