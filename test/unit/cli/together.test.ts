import assert from 'node:assert/strict';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { Memento, rowsOf, skillText } from './memento.js';

describe('two commands at once', () => {
  let memento: Memento;
  beforeEach(() => {
    memento = Memento.empty();
  });
  afterEach(() => memento.dispose());

  const own = (name: string): string => `.memento/skills/${name}/SKILL.md`;

  it('lose neither trust nor locks', async () => {
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) memento.write(own(name), skillText(name));
    await Promise.all(names.map((name) => memento.json(['skills', 'trust', name])));
    await Promise.all(names.map((name) => memento.json(['skills', 'lock', name])));
    const rows = await rowsOf(memento);
    assert.deepEqual(
      names.map((name) => [rows.get(name)?.state, rows.get(name)?.locked, rows.get(name)?.version]),
      names.map(() => ['ready', true, 1]),
    );
  });

  it('copy the elementary skills once', async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => memento.json<{ copied: string[]; kept: string[] }>(['skills', 'init'])),
    );
    const copied = made.flatMap((one) => one.copied);
    assert.equal(copied.length, new Set(copied).size);
    assert.equal((await rowsOf(memento)).size, copied.length);
  });

  it('restore one after the other: each becomes a version or says that it was too late', async () => {
    for (const body of ['one', 'two', 'three']) {
      memento.write(own('a'), skillText('a', `${body}\n`));
      await memento.json(['skills', 'trust', 'a']);
    }
    const done = await Promise.all(['1', '2'].map((version) => memento.run(['skills', 'restore', 'a', version])));
    for (const { code, err } of done) assert.ok(code === 0 || code === 2, err);
    assert.ok(done.some(({ code }) => code === 0));
    const versions = await memento.json<SkillVersion[]>(['skills', 'history', 'a']);
    assert.deepEqual(
      versions.map(({ version }) => version),
      versions.map((_, index) => index + 1),
    );
    assert.equal(versions.length, 3 + done.filter(({ code }) => code === 0).length);
    assert.equal(await memento.text(['skills', 'show', 'a', String(versions.length)]), memento.read(own('a')));
  });
});
