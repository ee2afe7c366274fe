import assert from 'node:assert/strict';
import { isRepeatable, keepsInside, quoted } from '../../../../src/bench/importers/intercodeScript.js';
import { runProcess } from '../../../../src/engine/act/process.js';

describe('a command of InterCode', () => {
  it('is taken when it keeps to its folder', () => {
    for (const command of [
      "find testbed -name '*.txt' | wc -l",
      'find testbed -type f -exec grep -l hello {} \\;',
      "find testbed -type f | sed -e 's/.*\\.//' | sort | uniq -c | sort -rn",
      "awk '!/^[[:space:]]*$/{++x} END{print x}' testbed/a.txt",
      "tac testbed/long.txt | awk 'NF{print $NF; exit}'",
      "find testbed -name '*.php' -exec chmod 755 {} \\; -exec /bin/echo {} \\; | wc -l",
      'comm -23 <(sort testbed/a | uniq) <(sort testbed/b 2>/dev/null) && echo ok',
      "echo 'http://example.org' | cut -d'/' -f3 2>&1",
      "find testbed -perm -o=w -name 'job.history'",
    ])
      assert.equal(keepsInside(command), true, command);
  });

  it('is left out when it may reach elsewhere, or tells of the machine', () => {
    for (const command of [
      'rm -rf /',
      'find testbed -type f -exec mv -t / {} +',
      'cat /etc/passwd',
      'cp a "/usr/x"',
      "find . | sed 's@^@/usr/@' | xargs mkdir -p",
      'tar cf ../out testbed',
      'ln -s x ~/links',
      'echo $HOME',
      'cat $(echo $FILES | sort)',
      'find ${DIRECTORY} -type f',
      'kill $$',
      'sleep 9 &',
      'yes & echo x',
      'who | sort',
      'find . | xargs -0 sudo rm',
      'find . -exec chown me {} \\;',
      'ls `which c++`',
      'true && curl example.org',
    ])
      assert.equal(keepsInside(command), false, command);
  });

  it('is left out when it prints times', () => {
    for (const command of ['ls -al', 'find . -ls', "find . -printf '%T@'", 'zcat a.gz'])
      assert.equal(isRepeatable(command), false, command);
    for (const command of ['ls -a', 'du -a', "find . -printf '%p'"]) assert.equal(isRepeatable(command), true, command);
  });

  it('is one word of a shell when it is quoted', async () => {
    const nasty = `it's "$HOME" \`x\` \\ \n ' '' end`;
    const request = {
      command: `printf %s ${quoted(nasty)}`,
      cwd: '/',
      run: `quoted-${process.pid}`,
      timeoutMs: 20_000,
    };
    assert.equal((await runProcess(request, new AbortController().signal)).output, nasty);
  });
});
