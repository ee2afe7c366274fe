import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { command } from './answers.js';
import { activated, closeEditors, eventually, skillText, workspaceFolder, writeSkill } from './support.js';

const name = 'travelling';
const text = (body: string): string =>
  `---\nname: ${name}\ndescription: A skill for the tests of exchange.\n---\n\n${body}\n`;

describe('exchange with other agents', () => {
  let parts: Parts;
  let folder: FolderEngine;
  const workspace = workspaceFolder().uri.fsPath;
  const target = { folder: workspace, skill: name };
  const gone = async (): Promise<void> =>
    eventually('it is gone', async () => !(await folder.engine.skills()).skills.some((one) => one.name === name));

  before(async () => {
    parts = await activated();
    folder = await parts.engines.of(workspaceFolder());
  });
  afterEach(async () => {
    await closeEditors();
    for (const dir of ['.claude', '.agents', '.memento/skills/travelling'])
      await rm(path.join(workspace, dir), { recursive: true, force: true });
    await gone();
  });

  it('a skill is kept from being rewritten, and no longer', async () => {
    await writeSkill(folder, name, text('Mine.'));
    await command('memento.lockSkill', target);
    assert.ok((await folder.engine.standing()).locked.has(name));
    await command('memento.unlockSkill', target);
    assert.equal((await folder.engine.standing()).locked.has(name), false);
  });

  it('a skill of another agent is copied into the library', async () => {
    const theirs = path.join(workspace, '.claude', 'skills', name);
    await mkdir(theirs, { recursive: true });
    await writeFile(path.join(theirs, 'SKILL.md'), text('Theirs.'));
    await eventually('it is seen', async () =>
      (await folder.engine.skills()).skills.some((one) => one.name === name && one.source === '.claude/skills'),
    );
    await command('memento.adoptSkill', target);
    assert.equal(await skillText(name), text('Theirs.'));
    assert.equal(await readFile(path.join(theirs, 'SKILL.md'), 'utf8'), text('Theirs.'));
    await eventually('the own one counts', async () =>
      (await folder.engine.skills()).skills.some((one) => one.name === name && one.source === 'own'),
    );
  });

  it('a copy is published, its changes are seen, and it is replaced only after a question', async () => {
    await writeSkill(folder, name, text('Mine.'));
    await folder.engine.trust([name]);
    await command('memento.publishSkill', target, { pick: '.agents/skills' });
    const copy = path.join(workspace, '.agents', 'skills', name, 'SKILL.md');
    assert.equal(await readFile(copy, 'utf8'), text('Mine.'));
    await writeFile(copy, text('Changed by another.'));
    const drift = async () => (await folder.engine.standing()).published.find(({ skill }) => skill === name)?.drift;
    await eventually('the drift', async () => (await drift()) === 'copy-changed');
    const asked = await command('memento.publishSkill', target, { pick: '.agents/skills' });
    assert.match(asked.warnings[0] ?? '', /Replace the changed copy/);
    assert.equal(await readFile(copy, 'utf8'), text('Changed by another.'));
    await command('memento.publishSkill', target, { pick: '.agents/skills', warning: 'Replace' });
    assert.equal(await readFile(copy, 'utf8'), text('Mine.'));
  });

  it('a skill is exported as a zip file that can be imported', async () => {
    await writeSkill(folder, name, text('Mine.'));
    const out = await mkdtemp(path.join(os.tmpdir(), 'memento-export-'));
    try {
      const zip = vscode.Uri.file(path.join(out, 'skill.zip'));
      await command('memento.exportSkill', target, { save: zip });
      await command('memento.importSkills', { sources: [zip] });
      const found = (await folder.engine.standing()).quarantined.find((one) => one.name === name);
      assert.ok(found);
      assert.equal(await folder.engine.quarantinedText(found.id, 'SKILL.md'), text('Mine.'));
      await folder.engine.discard([found.id]);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });
});
