import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPracticeWorkspace, isPracticeWorkspace } from '../../../src/practice/workspace.js';
import { runCheck } from './support/tools.js';

/** Everything in a folder, by path. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );

describe('practice workspace', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'memento-practice-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is the same bytes every time, in plain text files', async () => {
    const folders = [path.join(root, 'a'), path.join(root, 'deep/b')] as const;
    for (const folder of folders) await createPracticeWorkspace(folder);
    const files = contents(folders[0]);
    assert.deepEqual(contents(folders[1]), files);
    assert.deepEqual(Object.keys(files), [
      '.memento/skills/ledger-conventions/SKILL.md',
      '.practice.json',
      'README.md',
      'check.mjs',
      'expected.json',
      'inventory.csv',
      'ledger.csv',
      'requests.log',
      'shifts.csv',
      'tasks.jsonl',
      'telemetry.csv',
    ]);
    for (const [name, text] of Object.entries(files)) {
      assert.ok(text.endsWith('\n') && !text.endsWith('\n\n') && !text.includes('\r'), name);
      // Prompts show at most this much of a file; the model must see all of it.
      if (/csv|log$/.test(name)) assert.ok(text.length < 4000, name);
    }
  });

  it('holds tasks of several domains with checks that know the answer', async () => {
    await createPracticeWorkspace(root);
    const { 'tasks.jsonl': lines = '', 'expected.json': json = '', 'README.md': readme = '' } = contents(root);
    const tasks = lines
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { id: string; domain: string; prompt: string; check: { type: string; script: string } },
      );
    const expected = JSON.parse(json) as Record<string, string>;
    assert.ok(tasks.length >= 12 && new Set(tasks.map(({ domain }) => domain)).size >= 4);
    assert.deepEqual(
      tasks.map(({ id }) => id),
      Object.keys(expected),
    );
    for (const { id, prompt, check } of tasks) {
      assert.deepEqual(check, { type: 'shell', script: `node check.mjs ${id}` });
      assert.ok(readme.includes(`| \`${id}\` | ${prompt} |`));
    }
    assert.match(readme, /simulated/);

    const script = tasks[0]?.check.script ?? '';
    const answer = expected[tasks[0]?.id ?? ''] ?? '';
    assert.deepEqual(runCheck(script, root, ` ${answer} `), { passed: true, tail: 'ok' });
    assert.deepEqual(runCheck(script, root, '12'), { passed: false, tail: `expected: ${answer}\ngot: 12` });
    assert.deepEqual(runCheck('node check.mjs toString', root, '12'), {
      passed: false,
      tail: 'There is no task toString.',
    });
  });

  it('is recognised, and nothing else is', async () => {
    assert.equal(await isPracticeWorkspace(root), false);
    assert.equal(await isPracticeWorkspace(path.join(root, 'missing')), false);
    for (const text of ['', 'null', '[]', '{"memento":"other"}']) {
      writeFileSync(path.join(root, '.practice.json'), text);
      assert.equal(await isPracticeWorkspace(root), false, text);
    }
    rmSync(path.join(root, '.practice.json'));
    await createPracticeWorkspace(root);
    assert.equal(await isPracticeWorkspace(root), true);
  });

  it('keeps what was learned and puts back what is missing', async () => {
    await createPracticeWorkspace(root);
    const skill = path.join(root, '.memento/skills/ledger-conventions/SKILL.md');
    writeFileSync(skill, 'learned');
    rmSync(path.join(root, 'ledger.csv'));
    await createPracticeWorkspace(root);
    assert.equal(readFileSync(skill, 'utf8'), 'learned');
    assert.match(readFileSync(path.join(root, 'ledger.csv'), 'utf8'), /^date,account,amount,flag\n/);
  });

  it('does not mix with files of the person', async () => {
    writeFileSync(path.join(root, 'thesis.tex'), '');
    await assert.rejects(createPracticeWorkspace(root), { name: 'FolderNotEmptyError', folder: root });
    assert.deepEqual(readdirSync(root), ['thesis.tex']);
  });
});
