import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createLibrary, type Library, type LibraryOptions } from '../../../src/engine/skills/library.js';
import type { LibrarySnapshot } from '../../../src/engine/skills/skill.js';
import { english } from '../../../src/engine/text.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, until, writeSkill } from './support.js';

describe('library with the folders of other agents', () => {
  const at = useTempFolder();
  const own = (): string => at('ws', '.memento', 'skills');
  const create = (options: Partial<LibraryOptions> = {}): Library =>
    createLibrary({ workspace: at('ws'), templates: at('templates'), userHome: at('home'), ...options });
  const sources = ({ skills }: LibrarySnapshot): string[] => skills.map(({ name, source }) => `${name} ${source}`);
  const broken = (snapshot: LibrarySnapshot): string[] =>
    snapshot.broken.map(({ name, source, diagnostics }) => `${name} ${source} ${diagnostics[0]?.code}`);
  beforeEach(async () => {
    await mkdir(at('templates', 'terminal'), { recursive: true });
    await mkdir(at('home'));
    await mkdir(at('ws'));
  });

  it('lists their skills beside the own ones', async () => {
    await writeSkill(own(), 'mine');
    await writeSkill(at('ws', '.claude', 'skills'), 'project');
    await writeSkill(at('home', '.config', 'opencode', 'skills'), 'personal');
    await writeSkill(at('home', '.agents', 'skills'), 'terminal');
    assert.deepEqual(sources(await create().read()), [
      'mine own',
      'personal ~/.config/opencode/skills',
      'project .claude/skills',
      'terminal ~/.agents/skills',
    ]);
  });

  it('does not look where it is not to look', async () => {
    await writeSkill(at('ws', '.claude', 'skills'), 'project');
    await writeSkill(at('home', '.claude', 'skills'), 'personal');
    assert.deepEqual(sources(await create({ disabledSources: ['~/.claude/skills'] }).read()), [
      'project .claude/skills',
    ]);
    assert.deepEqual(sources(await create({ userHome: undefined }).read()), ['project .claude/skills']);
  });

  it('reads other folders from one moment to the next, and watches those that are read', async () => {
    await writeSkill(own(), 'mine');
    await writeSkill(at('ws', '.claude', 'skills'), 'project');
    await writeSkill(at('home', '.claude', 'skills'), 'personal');
    const library = create({ disabledSources: ['.claude/skills'] });
    try {
      const before = await library.read();
      const mine = before.skills[0];
      assert.deepEqual(sources(before), ['mine own', 'personal ~/.claude/skills']);
      await library.useSources(['~/.claude/skills']);
      const unwatched = await library.latest();
      assert.deepEqual(sources(unwatched), ['mine own', 'project .claude/skills']);
      assert.equal(unwatched.skills[0], mine, 'what stays is not read anew');
      await library.watch();
      const told: string[][] = [];
      library.onDidChange((snapshot) => told.push(sources(snapshot)));
      await library.useSources(['.claude/skills']);
      assert.deepEqual(told, [['mine own', 'personal ~/.claude/skills']]);
      await writeSkill(at('ws', '.claude', 'skills'), 'unseen');
      await writeSkill(at('home', '.claude', 'skills'), 'seen');
      await until(() => told.length > 1);
      assert.deepEqual(told.at(-1), ['mine own', 'personal ~/.claude/skills', 'seen ~/.claude/skills']);
      await library.useSources([]);
      assert.equal((await library.latest()).skills.length, 5);
      await library.useSources(['.claude/skills', '~/.claude/skills']);
      assert.deepEqual(sources(await library.latest()), ['mine own']);
    } finally {
      await library.dispose();
    }
  });

  it('takes the own skill before the project’s and the project’s before the person’s, and says which is hidden', async () => {
    const places = [
      own(),
      at('ws', '.agents', 'skills'),
      at('ws', '.claude', 'skills'),
      at('home', '.agents', 'skills'),
    ];
    for (const [index, place] of places.entries()) await writeSkill(place, 'same', skillText('same', `${index}\n`));
    await writeSkill(places[2]!, 'other', skillText('other', 'project\n'));
    await writeSkill(places[3]!, 'Other', skillText('Other', 'person\n'));
    const snapshot = await create().read();
    assert.deepEqual(sources(snapshot), ['other .claude/skills', 'same own']);
    assert.equal(snapshot.skills[1]?.body, '0\n');
    assert.deepEqual(
      snapshot.shadowed.map(({ name, source, diagnostics }) => [name, source, english(diagnostics[0]!.message)]),
      [
        ['Other', '~/.agents/skills', 'Not used: the skill “other” in .claude/skills counts.'],
        ['same', '.agents/skills', 'Not used: the skill “same” in .memento/skills counts.'],
        ['same', '.claude/skills', 'Not used: the skill “same” in .memento/skills counts.'],
        ['same', '~/.agents/skills', 'Not used: the skill “same” in .memento/skills counts.'],
      ],
    );
    assert.ok(
      snapshot.shadowed.every(({ diagnostics: [first] }) => first?.code === 'shadowed' && first.severity === 'warning'),
    );
    assert.deepEqual(
      snapshot.skills.flatMap(({ diagnostics }) => diagnostics),
      [],
    );
  });

  it('does not warn of a published copy', async () => {
    for (const place of [own(), at('ws', '.agents', 'skills')]) await writeSkill(place, 'same');
    const { shadowed } = await create().read();
    assert.deepEqual(
      shadowed.map(({ source, diagnostics }) => [source, diagnostics]),
      [['.agents/skills', []]],
    );
  });

  it('takes a usable skill of another agent where the own one cannot be used', async () => {
    await writeSkill(own(), 'same', 'broken');
    await writeSkill(at('ws', '.claude', 'skills'), 'same');
    const snapshot = await create().read();
    assert.deepEqual(sources(snapshot), ['same .claude/skills']);
    assert.deepEqual(broken(snapshot), ['same own front-matter-missing']);
  });

  it('shows their broken skills, and passes over folders that are none', async () => {
    const claude = at('ws', '.claude', 'skills');
    await writeSkill(claude, 'bad', 'no front matter');
    await mkdir(`${claude}/category/real`, { recursive: true });
    await mkdir(`${claude}/lower`);
    await writeFile(`${claude}/lower/skill.md`, skillText('lower'));
    await mkdir(`${own()}/nothing`, { recursive: true });
    assert.deepEqual(broken(await create().read()), [
      'bad .claude/skills front-matter-missing',
      'lower .claude/skills file-missing',
      'nothing own file-missing',
    ]);
  });

  it('passes over files in the places of folders', async () => {
    await writeFile(at('ws', '.claude'), '');
    await mkdir(at('ws', '.cursor'));
    await writeFile(at('ws', '.cursor', 'skills'), '');
    await writeFile(at('home', '.roo'), '');
    assert.deepEqual(await create().read(), { skills: [], broken: [], shadowed: [] });
  });

  it('lists a folder once that is reached in two ways', async function () {
    await writeSkill(at('ws', '.claude', 'skills'), 'a');
    assert.deepEqual(sources(await create({ userHome: at('ws') }).read()), ['a .claude/skills']);
    if (process.platform === 'win32') return;
    await mkdir(at('home', '.claude'));
    await symlink(at('ws', '.claude', 'skills'), at('home', '.claude', 'skills'));
    await mkdir(at('ws', '.agents'));
    await symlink('../.claude/skills', at('ws', '.agents', 'skills'));
    const snapshot = await create().read();
    assert.deepEqual([sources(snapshot), broken(snapshot), snapshot.shadowed], [['a .claude/skills'], [], []]);
  });

  it('follows a link of the person to their own folder, none in the workspace', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(at('dotfiles'), 'personal');
    await mkdir(at('home', '.claude'));
    await symlink(at('dotfiles'), at('home', '.claude', 'skills'));
    await writeSkill(at('elsewhere'), 'planted');
    await mkdir(at('ws', '.claude'));
    await symlink(at('elsewhere'), at('ws', '.claude', 'skills'));
    await symlink(at('elsewhere'), at('ws', '.github'));
    await mkdir(at('elsewhere', 'skills'));
    const snapshot = await create().read();
    assert.deepEqual(sources(snapshot), ['personal ~/.claude/skills']);
    assert.deepEqual(broken(snapshot), [
      '.claude/skills .claude/skills library-unreadable',
      '.github/skills .github/skills library-unreadable',
    ]);
  });

  it('passes over skills that are links to another agent’s folder, and refuses others', async function () {
    if (process.platform === 'win32') return;
    await writeSkill(at('home', '.agents', 'skills'), 'shared');
    await writeSkill(at('elsewhere'), 'planted');
    await mkdir(at('home', '.claude', 'skills'), { recursive: true });
    await symlink('../../.agents/skills/shared', at('home', '.claude', 'skills', 'shared'));
    await symlink(at('elsewhere', 'planted'), at('home', '.claude', 'skills', 'planted'));
    await symlink(at('nowhere'), at('home', '.claude', 'skills', 'dangling'));
    const snapshot = await create().read();
    assert.deepEqual(sources(snapshot), ['shared ~/.agents/skills']);
    assert.deepEqual(broken(snapshot), [
      'dangling ~/.claude/skills folder-link',
      'planted ~/.claude/skills folder-link',
    ]);
  });

  it('tells how far the first reading is, up to the end', async () => {
    for (let index = 0; index < 250; index++) await writeSkill(own(), `skill-${index}`);
    const reports: string[] = [];
    const library = create({ onProgress: (done, total) => reports.push(`${done}/${total}`) });
    await library.read();
    await library.read();
    assert.deepEqual(reports, ['100/250', '200/250', '250/250']);
  });
});
