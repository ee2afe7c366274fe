import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { useDesk } from './desk.js';

const never = new AbortController().signal;

describe('skills that come and go', () => {
  const desk = useDesk();
  const inTemp = useTempFolder();

  const outside = async (folder: string, name: string, content = skillText(name)): Promise<string> => {
    await mkdir(path.join(folder, name, 'scripts'), { recursive: true });
    await writeFile(path.join(folder, name, 'SKILL.md'), content);
    await writeFile(path.join(folder, name, 'scripts', 'run.sh'), 'echo hello\n');
    return path.join(folder, name);
  };

  it('an import lies in quarantine until it is trusted, then it is in the library with its history', async () => {
    const { open, read, file } = desk();
    const engine = await open();
    const [imported] = await engine.importSkills(await outside(inTemp('elsewhere'), 'pdf'), {}, never);
    assert.equal(imported?.name, 'pdf');
    assert.equal(existsSync(path.dirname(file('pdf'))), false);
    assert.equal(await engine.quarantinedText(imported.id, 'scripts/run.sh'), 'echo hello\n');
    assert.deepEqual(
      (await engine.standing()).quarantined.map(({ id }) => id),
      [imported.id],
    );

    assert.deepEqual(await engine.trust(['pdf']), ['pdf']);
    assert.equal(await read('pdf', 'scripts/run.sh'), 'echo hello\n');
    const { toReview, quarantined } = await engine.standing();
    assert.deepEqual([toReview.size, quarantined.length], [0, 0]);
    const [version] = await engine.versions('pdf');
    assert.equal(version?.by, 'import');
    assert.match(version.why, /^Imported from .*elsewhere.*\.$/);
  });

  it('an import of a name that is there replaces it as a new version, which can be taken back', async () => {
    const { open, write, read } = desk();
    await write('pdf', skillText('pdf', 'The old way.\n'));
    await write('pdf', 'old\n', 'references/old.md');
    const engine = await open();
    await engine.importSkills(await outside(inTemp('elsewhere'), 'pdf'), {}, never);
    await engine.trust(['pdf']);
    assert.equal(await read('pdf'), skillText('pdf'));
    await engine.restore('pdf', 1);
    assert.equal(await read('pdf'), skillText('pdf', 'The old way.\n'));
    assert.equal(await read('pdf', 'references/old.md'), 'old\n');
  });

  it('what is thrown away leaves nothing', async () => {
    const { open } = desk();
    const engine = await open();
    await engine.importSkills(await outside(inTemp('elsewhere'), 'pdf'), {}, never);
    await engine.discard(['pdf']);
    assert.deepEqual((await engine.standing()).quarantined, []);
    await assert.rejects(engine.discard(['pdf']), /no import “pdf”/);
  });

  it("another agent's skill is read, adopted as it is, and then hides its original", async () => {
    const { open, workspace, read } = desk();
    await outside(path.join(workspace, '.claude/skills'), 'pdf');
    const engine = await open();
    const [foreign] = (await engine.skills()).skills;
    assert.equal(foreign?.source, '.claude/skills');
    await assert.rejects(engine.lock('pdf', true), /Adopt it first/);
    await assert.rejects(engine.archive('pdf'), /Adopt it first/);
    await engine.adopt('pdf');
    assert.equal(await read('pdf', 'scripts/run.sh'), 'echo hello\n');
    const { skills, shadowed } = await engine.skills();
    assert.deepEqual(
      skills.map(({ source }) => source),
      ['own'],
    );
    assert.deepEqual(
      shadowed.map(({ source }) => source),
      ['.claude/skills'],
    );
    assert.deepEqual([...(await engine.standing()).toReview], ['pdf'], 'adopting is not looking');
  });

  it('a published copy tells when one of the two has moved on', async () => {
    const { open, workspace, write } = desk();
    await write('ledger');
    const engine = await open();
    const { path: copy } = await engine.publish('ledger');
    assert.equal(await readFile(path.join(copy, 'SKILL.md'), 'utf8'), skillText('ledger'));
    assert.equal(copy, path.join(workspace, '.agents/skills/ledger'));
    const drift = async (): Promise<string | undefined> => (await engine.standing()).published[0]?.drift;
    assert.equal(await drift(), 'same');
    await write('ledger', skillText('ledger', 'Better.\n'));
    assert.equal(await drift(), 'skill-changed');
    await engine.publish('ledger');
    assert.equal(await drift(), 'same');
    await writeFile(path.join(copy, 'SKILL.md'), skillText('ledger', 'Somebody else.\n'));
    assert.equal(await drift(), 'copy-changed');
    await assert.rejects(engine.publish('ledger'));
    assert.equal(await readFile(path.join(copy, 'SKILL.md'), 'utf8'), skillText('ledger', 'Somebody else.\n'));
    await engine.publish('ledger', { replace: true });
    assert.equal(await drift(), 'same');
  });

  it('an exported skill can be imported again, byte for byte', async () => {
    const { open, write, read } = desk();
    await write('ledger');
    await write('ledger', 'echo 1\n', 'scripts/total.sh');
    const engine = await open();
    const zip = inTemp('ledger.zip');
    await writeFile(zip, await engine.exportSkill('ledger'));
    await engine.archive('ledger');
    await engine.importSkills(zip, {}, never);
    await engine.trust(['ledger']);
    assert.equal(await read('ledger'), skillText('ledger'));
    assert.equal(await read('ledger', 'scripts/total.sh'), 'echo 1\n');
  });
});
