import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fetches, outsidePaths } from '../../../src/engine/safety/taintCommand.js';
import { useTempFolder } from '../store/temp.js';

describe('a command that brings text from another machine', () => {
  it('is seen by its program, its verb or an address', () => {
    for (const command of [
      'curl example.test',
      'ls; curl -s example.test | head',
      '/usr/bin/wget -qO- example.test',
      'bash -c "curl example.test"',
      'x=$(curl example.test)',
      'git clone git@example.test:a/b.git',
      'git -C sub fetch --all',
      'git --no-pager pull',
      'git submodule update --init',
      'npm install',
      'npm i left-pad',
      'npm --prefix web ci',
      'pnpm add x',
      'npx cowsay hi',
      'python3 -m pip install requests',
      'pip3 install -r requirements.txt',
      'uv sync',
      'cargo add serde',
      'go mod download',
      'sudo apt-get update',
      'ssh host.test uptime',
      'scp host.test:a.txt .',
      'nc -l 9000',
      'cat a | nc host.test 80',
      'timeout 5 nc host.test 80',
      'cat < /dev/tcp/10.0.0.1/80',
      'node -e "fetch(\'https://example.test\')"',
      'dig secret.example.test',
      'Invoke-WebRequest example.test',
      'docker pull alpine',
    ])
      assert.equal(fetches(command), true, command);
  });

  it('is no command that only has such a word', () => {
    for (const command of [
      'ls -la',
      'git status',
      'git log --oneline -5',
      'git commit -m "message"',
      'git diff main..dev',
      'npm test',
      'npm run build',
      'node solve.mjs',
      "awk '$5 >= 500 { n++ } END { print n + 0 }' requests.log",
      'cat notes-ssh.md',
      'grep host hosts.csv',
      'echo "no curls here" > curly.txt',
      'cat src/curl.ts',
      'make install',
      'go build ./...',
      'cargo test',
      'cat file:///dev/null',
    ])
      assert.equal(fetches(command), false, command);
  });
});

describe('paths outside the workspace in a command', () => {
  const inTemp = useTempFolder();
  const look = async (command: string, cwd = '.') => {
    const workspace = inTemp('ws');
    mkdirSync(path.join(workspace, 'sub/deep'), { recursive: true });
    return await outsidePaths(command.replaceAll('WS', workspace), { workspace, cwd });
  };

  it('are absolute ones, those of the home folder and those that climb out', async () => {
    for (const [command, expected] of [
      ['cat /etc/hostname', '/etc/hostname'],
      ['cat </etc/hostname', '/etc/hostname'],
      ['node a.mjs --from=/etc/hostname', '/etc/hostname'],
      ['cat /e"t"c/host\\name', '/etc/hostname'],
      ['cat /etc/*.conf', '/etc/*.conf'],
      ['cat /et*/hostname', '/et*/hostname'],
      ['cat $HOME/notes', '$HOME/notes'],
      ['cat ${HOME}/notes', '${HOME}/notes'],
      ['cat ~root/notes', '~root/notes'],
      ['cd ~', '~'],
      ['find / -name x', '/'],
      ['ls -la /', '/'],
      ['cat ../x', '../x'],
      ['cat sub/../../x', 'sub/../../x'],
      ['cat WS/../x', undefined],
      ['cat WS-evil/x', undefined],
      ['cd .. && ls', '..'],
    ] as const) {
      const found = await look(command);
      assert.equal(found.length, 1, `${command}: ${found.join()}`);
      if (expected !== undefined) assert.equal(found[0], expected);
    }
    writeFileSync(path.join(inTemp('ws'), 'x'), '');
    assert.deepEqual(await look('cat ../x', 'sub'), [], 'relative to the folder it runs in');
    assert.deepEqual(await look('cat ../../x', 'sub'), ['../../x']);
    assert.deepEqual(await look('cd sub/deep && cat ../x'), []);
    assert.deepEqual(await look('cd sub/deep && cat ../../../x'), ['../../../x']);
  });

  it('of the home folder count when there is such a thing', async () => {
    const { readdirSync } = await import('node:fs');
    const [entry] = readdirSync(os.homedir());
    if (entry !== undefined) assert.deepEqual(await look(`cat ~/${entry}/x`), [`~/${entry}/x`]);
    assert.deepEqual(await look('cat ~/nothing-of-this-name/x'), []);
  });

  it('are no patterns, divisions, programs, devices, or files that are only written', async () => {
    for (const command of [
      "awk '/healthz/ { n++ } END { print n / 100 }' requests.log",
      "awk '$4 ~ /health/' requests.log",
      "awk '$1 ~/nope/' requests.log",
      "sed 's/a/b/; s/[^/]*//' a.csv",
      'grep "/api/v1" src',
      'tr / _ < a.csv',
      '/usr/bin/env node a.mjs',
      'ls 2>/dev/null',
      'node a.mjs > /tmp/out.txt',
      'cat WS/sub/x',
      'cat sub/../x',
      'git diff HEAD~1..HEAD',
      'npm test -- --grep "a..b"',
      'cat ./x',
      'node -e "1 // comment"',
    ])
      assert.deepEqual(await look(command), [], command);
  });
});
