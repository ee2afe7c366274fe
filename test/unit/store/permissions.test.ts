import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { openState } from '../../../src/engine/store/format.js';
import { LogWriter } from '../../../src/engine/store/log.js';
import { run } from './children.js';
import { useTempFolder } from './temp.js';

describe('permissions', () => {
  const at = useTempFolder();

  it('are respected and explained: what may not be read is listed, what may not be written stays', async function () {
    if (process.platform === 'win32') return;
    const skills = (...parts: readonly string[]): string => at('ws', '.memento', 'skills', ...parts);
    for (const name of ['open', 'locked', 'secret']) {
      await mkdir(skills(name), { recursive: true });
      await writeFile(skills(name, 'SKILL.md'), `---\nname: ${name}\ndescription: Is ${name}.\n---\nDo.\n`);
    }
    await openState(at('state'));
    const writer = new LogWriter(at('state', 'log.jsonl'));
    await writer.append({ private: true });
    await writer.close();
    await chmod(at(), 0o755);
    await chmod(skills('secret', 'SKILL.md'), 0o000);
    await chmod(skills('locked'), 0o555);
    if (process.getuid?.() !== 0) await chmod(at('state'), 0o000);
    try {
      const found = (await run('unprivileged', at('ws'), at('state'))) as Record<string, unknown>;
      assert.notEqual(found.user, 0);
      assert.deepEqual(found.skills, ['locked', 'open']);
      assert.deepEqual(found.broken, [['secret', 'file-unreadable']]);
      const refused = {
        write: skills('locked', 'SKILL.md'),
        append: at('state', 'runs', 'a.jsonl'),
        readLog: at('state', 'log.jsonl'),
        format: at('state', 'format.json'),
      };
      for (const [what, file] of Object.entries(refused))
        assert.match(String(found[what]), new RegExp(`^(?!a bug).*permission.*${file}`), what);
    } finally {
      await chmod(at('state'), 0o700);
      await chmod(skills('locked'), 0o755);
    }
    assert.deepEqual(await readdir(skills('locked')), ['SKILL.md']);
    assert.match(await readFile(skills('locked', 'SKILL.md'), 'utf8'), /name: locked/);
  });
});
