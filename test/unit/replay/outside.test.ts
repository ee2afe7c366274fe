import assert from 'node:assert/strict';
import { namesOutside } from '../../../src/engine/replay/outside.js';

const workspace = '/home/ann/house';

describe('commands that name a place outside the copy', () => {
  for (const command of [
    'cat /home/ann/house/a',
    'cat ../x',
    'cd .. && ls',
    'ls a/../../b',
    'cat ~/x',
    'tar cf a.tar ~',
    'cat "$HOME/x"',
    'cat ${HOME}x',
    'cd && ls',
    'cd; ls',
    'rm -rf /',
    'cat /tmp/x',
    'echo x >/var/y',
    'a --file=/srv/x',
    'cat "/data/x"',
    'PATH=/work:$PATH a',
    'cat /usr/../srv/x',
    'X=/srv; cat $X/a',
    'curl http://127.0.0.1/x',
  ])
    it(`refuses ${command}`, () => assert.equal(namesOutside(command, workspace, 'linux'), true));

  for (const command of [
    'node check.mjs ledger-total',
    './scripts/a.sh x/y',
    '/usr/bin/env node a',
    'a >/dev/null 2>&1',
    'sed s/a/b/ file',
    'cd sub && ls',
    'echo 1..2 a...b',
    'git log HEAD~1',
    'echo $((6/3))',
  ])
    it(`takes ${command}`, () => assert.equal(namesOutside(command, workspace, 'linux'), false));

  it('knows the paths of Windows', () => {
    const outside = (command: string): boolean => namesOutside(command, 'C:\\house', 'win32');
    assert.deepEqual(
      ['type D:\\x', 'type %USERPROFILE%\\x', 'type \\\\server\\x', 'type ..\\x', 'type C:\\house\\x'].map(outside),
      [true, true, true, true, true],
    );
    assert.deepEqual(['dir /s', 'type sub\\x', 'node a.mjs'].map(outside), [false, false, false]);
  });
});
