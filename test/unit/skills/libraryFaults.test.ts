import assert from 'node:assert/strict';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createLibrary, type Library } from '../../../src/engine/skills/library.js';
import type { Diagnostic, LibrarySnapshot } from '../../../src/engine/skills/skill.js';
import { run } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, writeSkill } from './support.js';

describe('library against faults', () => {
  const at = useTempFolder();
  const skills = (...parts: readonly string[]): string => at('ws', '.memento', 'skills', ...parts);
  let library: Library;
  beforeEach(() => (library = createLibrary({ workspace: at('ws'), templates: at('templates') })));
  afterEach(() => library.dispose());

  const errors = (diagnostics: readonly Diagnostic[]): string[] =>
    diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  /** Reads one skill of this text, twice: the second time must not be different. */
  async function outcome(content: string | Uint8Array, name = 'skill'): Promise<string[] | undefined> {
    await mkdir(skills(name), { recursive: true });
    await writeFile(skills(name, 'SKILL.md'), content);
    const first = await library.read();
    assert.equal(await library.read(), first);
    const again = await createLibrary({ workspace: at('ws'), templates: at('templates') }).read();
    assert.deepEqual(again, first);
    assert.equal(first.skills.length + first.broken.length, 1);
    return first.broken[0] && errors(first.broken[0].diagnostics);
  }

  const unusable: readonly (readonly [string, string, string | Uint8Array, string])[] = [
    ['B30', 'an empty file', '', 'front-matter-missing'],
    ['B31', 'no front matter', '# Only text\n', 'front-matter-missing'],
    ['B32', 'an unclosed fence', '---\nname: skill\ndescription: x\nText\n', 'front-matter-open'],
    ['B33', 'malformed YAML', '---\nname: "skill\ndescription: x\n---\n', 'front-matter-yaml'],
    ['B34', 'the same key twice', '---\nname: skill\nname: skill\ndescription: x\n---\n', 'front-matter-yaml'],
    ['B35', 'UTF-16', Buffer.from(`\uFEFF${skillText('skill')}`, 'utf16le'), 'file-encoding'],
    ['B35', 'bytes that are no UTF-8', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xc3, 0x28]), 'file-encoding'],
    ['B37', 'a list as front matter', '---\n- a\n- b\n---\n', 'front-matter-shape'],
    ['B37', 'a word as front matter', '---\nskill\n---\n', 'front-matter-shape'],
  ];
  for (const [id, what, content, code] of unusable)
    it(`${id}: lists ${what} as a problem, each time the same`, async () => {
      assert.deepEqual(await outcome(content), [code]);
    });

  const usable: readonly (readonly [string, string, string, ((snapshot: LibrarySnapshot) => unknown)?])[] = [
    ['B35', 'a byte order mark and CRLF', `\uFEFF${skillText('skill').replaceAll('\n', '\r\n')}`],
    ['B36', 'the name of another folder', skillText('other')],
    ['B38', 'a name that YAML takes for a truth value', '---\nname: no\ndescription: x\n---\n'],
    ['B38', 'a name that YAML takes for a date', '---\nname: 2026-01-01\ndescription: x\n---\n'],
    ['B39', 'a description of 60 KB', `---\nname: skill\ndescription: ${'x'.repeat(60_000)}\n---\n`],
  ];
  for (const [id, what, content] of usable)
    it(`${id}: uses a skill with ${what}`, async () => {
      assert.equal(await outcome(content), undefined);
      assert.equal((await library.read()).skills[0]?.name, 'skill');
    });

  it('B39: lists a description of 1 MB as a problem', async () => {
    assert.deepEqual(await outcome(`---\nname: skill\ndescription: ${'x'.repeat(1024 * 1024)}\n---\n`), [
      'file-too-large',
    ]);
  });

  it('B48: reads names as long as a disk allows and those Windows keeps for itself', async function () {
    if (process.platform === 'win32') return;
    const long = 'n'.repeat(255);
    for (const name of [long, 'con']) await writeSkill(skills(), name);
    await writeFile(skills(long, `${'f'.repeat(252)}.md`), '');
    await writeFile(skills(long, 'aux.md'), '');
    const { skills: found, broken } = await library.read();
    assert.deepEqual(broken, []);
    assert.deepEqual(
      found.map(({ name, files }) => [name, files.length]),
      [
        ['con', 1],
        [long, 3],
      ],
    );
  });

  it('B49: keeps names in any script, also in decomposed form, byte for byte', async () => {
    const decomposed = '한국어'.normalize('NFD');
    for (const name of ['🚀-launch', '日本語', decomposed]) await writeSkill(skills(), name);
    await writeFile(skills(decomposed, 'e\u0301.md'), '');
    const snapshot = await library.read();
    const names = [...snapshot.skills, ...snapshot.broken].map(({ name }) => name).sort();
    // Some disks normalize.
    assert.deepEqual(names.map((name) => name.normalize('NFC')).sort(), ['🚀-launch', '日本語', '한국어'].sort());
    assert.equal(await library.read(), snapshot);
  });

  it('reads what permissions allow, and says what they do not', async function () {
    if (process.platform === 'win32') return;
    for (const name of ['open', 'file', 'folder', 'part']) await writeSkill(skills(), name);
    await writeFile(skills('part', 'secret.md'), '');
    await mkdir(skills('part', 'secrets'));
    await chmod(at(), 0o755);
    const locked = [
      skills('file', 'SKILL.md'),
      skills('folder'),
      skills('part', 'secret.md'),
      skills('part', 'secrets'),
    ];
    for (const file of locked) await chmod(file, 0o000);
    try {
      assert.deepEqual(await run('unprivilegedLibrary', at('ws')), {
        skills: [
          ['open', 'SKILL.md', ''],
          ['part', 'SKILL.md', 'file-unreadable,file-unreadable'],
        ],
        broken: [
          ['file', 'file-unreadable'],
          ['folder', 'file-unreadable'],
        ],
        same: true,
      });
    } finally {
      for (const file of locked) await chmod(file, 0o700);
    }
  });

  it('B12: reads a library that nobody may write', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(skills(), 'a');
    const folders = [skills('a'), skills(), at('ws', '.memento')];
    await chmod(at(), 0o755);
    for (const folder of folders) await chmod(folder, 0o555);
    try {
      const { skills: found } = (await run('unprivilegedLibrary', at('ws'))) as { readonly skills: unknown[] };
      assert.deepEqual(found, [['a', 'SKILL.md', '']]);
    } finally {
      for (const folder of folders) await chmod(folder, 0o755);
    }
  });

  it('B28: is empty while the workspace is away, and back when it is', async () => {
    await writeSkill(skills(), 'a');
    const before = await library.read();
    await rename(at('ws'), at('away'));
    assert.deepEqual(await library.read(), { skills: [], broken: [], shadowed: [] });
    await rename(at('away'), at('ws'));
    assert.deepEqual(await library.read(), before);
    await rm(at('ws'), { recursive: true });
    await writeFile(at('ws'), 'a file');
    const { skills: none, broken } = await library.read();
    assert.deepEqual([none, broken.map(({ name }) => name)], [[], ['.memento/skills']]);
  });
});
