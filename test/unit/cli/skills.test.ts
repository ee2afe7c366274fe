import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { Memento, rowsOf, skillText, type Row } from './memento.js';

describe('memento skills', () => {
  let memento: Memento;
  const own = (name: string, file = 'SKILL.md'): string => `.memento/skills/${name}/${file}`;
  const versions = (name: string): Promise<SkillVersion[]> => memento.json(['skills', 'history', name]);
  const row = async (name: string): Promise<Row | undefined> => (await rowsOf(memento)).get(name);

  beforeEach(() => {
    memento = Memento.empty();
  });
  afterEach(() => memento.dispose());

  it('alone lists its verbs, and explains one that is asked about', async () => {
    const help = await memento.text(['skills']);
    for (const verb of [
      ...['init', 'list', 'lint', 'history', 'show', 'restore', 'trust', 'lock', 'unlock', 'archive'],
      ...['adopt', 'publish', 'import', 'discard', 'export'],
    ])
      assert.match(help, new RegExp(`^memento skills ${verb}\\b.*\\n {4}\\S`, 'm'));
    const one = await memento.text(['skills', 'restore', '--help']);
    assert.match(one, /^memento skills restore NAME VERSION\n {4}/);
    assert.doesNotMatch(one, /memento skills init/);
    assert.equal(await memento.text(['help', 'skills', 'restore']), one);
    assert.equal((await memento.run(['skills', '--json'])).out, '');
  });

  it('says what to do in an empty folder, and lists what init has copied', async () => {
    assert.match(await memento.text(['skills', 'list']), /memento skills init/);
    assert.deepEqual(await memento.json(['skills', 'list']), []);
    const { copied } = await memento.json<{ copied: string[] }>(['skills', 'init']);
    const rows = await rowsOf(memento);
    assert.deepEqual([...rows.keys()], copied);
    const terminal = rows.get('terminal');
    assert.deepEqual(terminal, {
      name: 'terminal',
      path: path.join(memento.folder, own('terminal')),
      source: 'elementary',
      state: 'ready',
      locked: false,
      version: 1,
      utility: 0.5,
      uses: 0,
      uplift: null,
      probation: null,
      diagnostics: [],
      published: [],
    });
  });

  it('leaves a skill from outside unused until it is trusted, and again after a change', async () => {
    memento.write(own('trip'), skillText('trip', 'See https://maps.example/ and `scripts/go.sh`.\n'));
    memento.write(own('trip', 'scripts/go.sh'), '#!/bin/sh\necho go\n', 0o755);
    assert.equal((await row('trip'))?.state, 'review');
    assert.match(await memento.text(['skills', 'list']), /trip .*to review/);

    const waiting = await memento.text(['skills', 'trust']);
    for (const said of [/^trip$/m, /scripts\/go\.sh/, /maps\.example/, /memento skills trust NAME/])
      assert.match(waiting, said);
    assert.equal((await row('trip'))?.state, 'review');

    const { trusted, skills } = await memento.json<{
      trusted: string[];
      skills: { name: string; kind: string; summary: { files: number; scripts: { first: string[] } } }[];
    }>(['skills', 'trust', 'trip']);
    assert.deepEqual(trusted, ['trip']);
    assert.deepEqual(
      skills.map(({ name, kind, summary }) => [name, kind, summary.files, summary.scripts.first]),
      [['trip', 'skill', 2, ['scripts/go.sh']]],
    );
    assert.equal((await row('trip'))?.state, 'ready');

    memento.write(own('trip', 'scripts/go.sh'), '#!/bin/sh\necho stop\n', 0o755);
    assert.equal((await row('trip'))?.state, 'review');
    memento.write(own('other'), skillText('other'));
    assert.deepEqual((await memento.json<{ trusted: string[] }>(['skills', 'trust', '--all'])).trusted, [
      'other',
      'trip',
    ]);
    assert.match(await memento.text(['skills', 'trust', '--all']), /Nothing waits/);
    assert.match(await memento.text(['skills', 'trust']), /Nothing waits/);
  });

  it('shows, compares and restores versions with their scripts, and brings back what was archived', async () => {
    const [first, second] = [skillText('trip', 'Go left.\n'), skillText('trip', 'Go right.\n')];
    memento.write(own('trip'), first);
    memento.write(own('trip', 'scripts/go.sh'), 'left\n', 0o755);
    await memento.json(['skills', 'trust', 'trip']);
    memento.write(own('trip'), second);
    memento.write(own('trip', 'scripts/go.sh'), 'right\n', 0o755);
    await memento.json(['skills', 'trust', 'trip']);
    assert.deepEqual(
      (await versions('trip')).map(({ version, by, parent }) => [version, by, parent === null]),
      [
        [1, 'hand', true],
        [2, 'hand', false],
      ],
    );
    assert.equal(await memento.text(['skills', 'show', 'trip', '1']), first);
    assert.equal(await memento.text(['skills', 'show', 'trip', 'v1', '--file', 'scripts/go.sh']), 'left\n');
    assert.equal(await memento.text(['skills', 'show', 'trip']), second);
    assert.match(await memento.text(['skills', 'history', 'trip']), /^v1 .*by hand\nv2 .*by hand$/m);

    assert.match(await memento.text(['skills', 'restore', 'trip', '1']), /trip is now v3, as it was in v1/);
    assert.equal(memento.read(own('trip')), first);
    assert.equal(memento.read(own('trip', 'scripts/go.sh')), 'left\n');
    assert.deepEqual([(await row('trip'))?.state, (await row('trip'))?.version], ['ready', 3]);

    const archived = await memento.json<{ restorable: number }>(['skills', 'archive', 'trip']);
    assert.equal(existsSync(path.join(memento.folder, '.memento/skills/trip')), false);
    assert.deepEqual(
      [(await row('trip'))?.state, (await row('trip'))?.path, archived.restorable],
      ['archived', null, 3],
    );
    assert.match(await memento.refused(['skills', 'show', 'trip', '4']), /archived in v4/);
    assert.equal((await memento.json<SkillVersion>(['skills', 'restore', 'trip', '2'])).version, 5);
    assert.equal(memento.read(own('trip')), second);
    assert.ok(statSync(path.join(memento.folder, own('trip', 'scripts/go.sh'))).mode & 0o100);
    assert.equal((await versions('trip')).at(-1)?.by, 'restore');
  });

  it('locks and unlocks', async () => {
    memento.write(own('trip'), skillText('trip'));
    assert.deepEqual(await memento.json(['skills', 'lock', 'trip']), { name: 'trip', locked: true });
    assert.equal((await row('trip'))?.locked, true);
    assert.match(await memento.text(['skills', 'list']), /trip.*locked/);
    await memento.json(['skills', 'unlock', 'trip']);
    assert.equal((await row('trip'))?.locked, false);
    await memento.json(['skills', 'lock', 'trip']);
    rmSync(path.join(memento.folder, '.memento/skills/trip'), { recursive: true });
    await memento.json(['skills', 'unlock', 'trip']);
    assert.match(await memento.refused(['skills', 'lock', 'trip']), /trip/);
  });

  it('reads the skills of other agents, adopts one and publishes an own one', async () => {
    memento.write('.claude/skills/guest/SKILL.md', skillText('guest'));
    memento.write(path.join(memento.home, '.agents/skills/guest/SKILL.md'), skillText('guest', 'Older.\n'));
    memento.write(path.join(memento.home, '.agents/skills/far/SKILL.md'), skillText('far'));
    const rows = await memento.json<Row[]>(['skills', 'list']);
    assert.deepEqual(
      rows.map(({ name, source, state }) => [name, source, state]),
      [
        ['guest', '.claude/skills', 'review'],
        ['far', '~/.agents/skills', 'review'],
        ['guest', '~/.agents/skills', 'shadowed'],
      ],
    );
    assert.ok(rows[2]?.diagnostics.some(({ code }) => code === 'shadowed'));
    const env = { MEMENTO_DISABLED_SOURCES: '~/.agents/skills' };
    assert.deepEqual([...(await rowsOf(memento, { env })).keys()], ['guest']);

    for (const call of [
      ['publish', 'guest'],
      ['archive', 'guest'],
      ['lock', 'guest'],
      ['adopt', 'nobody'],
    ])
      await memento.refused(['skills', ...call]);
    const adopted = await memento.json<{ path: string }>(['skills', 'adopt', 'guest']);
    assert.equal(adopted.path, path.join(memento.folder, own('guest')));
    assert.equal(memento.read(own('guest')), skillText('guest'));
    assert.match(await memento.refused(['skills', 'adopt', 'guest']), /already/);

    await memento.json(['skills', 'trust', 'guest']);
    const copy = '.agents/skills/guest/SKILL.md';
    assert.match(await memento.text(['skills', 'publish', 'guest']), /\.agents\/skills\/guest/);
    assert.equal(memento.read(copy), skillText('guest'));
    const published = async (): Promise<unknown> =>
      (await memento.json<Row[]>(['skills', 'list']))
        .find(({ source }) => source === 'own')
        ?.published.map(({ target, drift }) => [target, drift]);
    assert.deepEqual(await published(), [['.agents/skills', 'same']]);
    memento.write(copy, skillText('guest', 'Changed there.\n'));
    assert.deepEqual(await published(), [['.agents/skills', 'copy-changed']]);
    assert.match(await memento.text(['skills', 'list']), /the copy was changed/);
    await memento.refused(['skills', 'publish', 'guest']);
    assert.equal(memento.read(copy), skillText('guest', 'Changed there.\n'));
    await memento.json(['skills', 'publish', 'guest', '--replace']);
    assert.equal(memento.read(copy), skillText('guest'));
    await memento.json(['skills', 'publish', 'guest', '--to', '.claude/skills', '--replace']);
  });

  it('keeps an import in quarantine until it is trusted or thrown away, and exports', async () => {
    memento.write('pack/ship/SKILL.md', skillText('ship'));
    memento.write('pack/ship/scripts/sail.sh', '#!/bin/sh\n', 0o755);
    memento.write('pack/boat/SKILL.md', skillText('boat'));
    const said = await memento.text(['skills', 'import', 'pack']);
    for (const part of [
      /2 skills wait in quarantine/,
      /scripts\/sail\.sh \(executable\)/,
      /memento skills trust [0-9a-f]{16}/,
    ])
      assert.match(said, part);
    const ship = await row('ship');
    assert.deepEqual([ship?.state, ship?.path, ship?.version], ['quarantined', null, null]);
    assert.equal(existsSync(path.join(memento.folder, '.memento')), false);
    assert.equal(await memento.text(['skills', 'show', ship?.id ?? '']), skillText('ship'));
    assert.match(await memento.text(['skills', 'list']), /In quarantine\n.*boat.*\n.*ship/);

    await memento.json(['skills', 'discard', 'boat']);
    assert.match(await memento.refused(['skills', 'discard', 'boat']), /boat/);
    assert.deepEqual((await memento.json<{ trusted: string[] }>(['skills', 'trust', 'ship'])).trusted, ['ship']);
    assert.deepEqual([(await row('ship'))?.state, (await row('boat'))?.state], ['ready', undefined]);
    assert.ok(statSync(path.join(memento.folder, own('ship', 'scripts/sail.sh'))).mode & 0o100);

    const out = await memento.json<{ file: string; bytes: number }>(['skills', 'export', 'ship']);
    assert.equal(out.file, path.join(memento.folder, 'ship.zip'));
    assert.equal(statSync(out.file).size, out.bytes);
    assert.match(await memento.refused(['skills', 'export', 'ship']), /exists already/);
    assert.match(await memento.refused(['skills', 'export', 'ship', '--out', 'no/where.zip']), /where\.zip/);
    await memento.json(['skills', 'export', 'ship', '--out', 'two.zip']);
    await memento.json(['skills', 'archive', 'ship']);
    const back = await memento.json<{ id: string; name: string; diagnostics: unknown[] }[]>([
      'skills',
      'import',
      'two.zip',
    ]);
    assert.deepEqual(
      back.map(({ name, diagnostics }) => [name, diagnostics]),
      [['ship', []]],
    );
    await memento.json(['skills', 'trust', back[0]?.id ?? '']);
    assert.equal(memento.read(own('ship')), skillText('ship'));
  });

  it('asks which one is meant when a skill and an import have one name', async () => {
    memento.write(own('ship'), skillText('ship'));
    memento.write('pack/ship/SKILL.md', skillText('ship', 'Another.\n'));
    const [waiting] = await memento.json<{ id: string }[]>(['skills', 'import', 'pack']);
    const id = waiting?.id ?? '';
    assert.match(await memento.refused(['skills', 'trust', 'ship']), new RegExp(id));
    assert.match(await memento.text(['skills', 'trust', id]), /replaces the skill/);
    assert.equal(memento.read(own('ship')), skillText('ship', 'Another.\n'));
    assert.equal(await memento.text(['skills', 'show', 'ship', '1']), skillText('ship'));
  });

  it('changes nothing where the library cannot be written, and says why', async function () {
    memento.write('.memento/skills', 'a file');
    const doctor = await memento.json<{ readOnly: { library: string | null } }>(['doctor']);
    assert.ok(doctor.readOnly.library);
    await memento.refused(['skills', 'init']);
    if (process.getuid?.() === 0) return;
    rmSync(path.join(memento.folder, '.memento'), { recursive: true });
    chmodSync(memento.folder, 0o500);
    await memento.refused(['skills', 'init']);
    chmodSync(memento.folder, 0o700);
  });
});
