import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FsckReport } from '../../../src/engine/store/fsck.js';
import { fails, startFaultServer } from '../../support/faultServer.js';
import { Memento, skillText } from './memento.js';

interface DoctorReport {
  readonly folder: string;
  readonly state: string;
  readonly skills: Readonly<Record<'usable' | 'review' | 'problems' | 'shadowed' | 'quarantined', number>>;
  readonly sources: readonly { readonly source: string; readonly found: boolean; readonly skills: number }[];
  readonly disabled: readonly string[];
  readonly readOnly: { readonly state: string | null; readonly library: string | null };
  readonly replays: { readonly confined: string | null };
}

describe('memento doctor', () => {
  let memento: Memento;
  beforeEach(() => {
    memento = Memento.empty();
  });
  afterEach(() => memento.dispose());

  it('counts skills by what they are and says where it looked', async () => {
    memento.write('.memento/skills/mine/SKILL.md', skillText('mine'));
    memento.write('.memento/skills/bad/SKILL.md', 'no front matter');
    memento.write('.claude/skills/mine/SKILL.md', skillText('mine', 'Other.\n'));
    memento.write('pack/ship/SKILL.md', skillText('ship'));
    await memento.json(['skills', 'import', 'pack']);
    const env = { MEMENTO_DISABLED_SOURCES: '~/.claude/skills,.nobody/skills' };
    const report = await memento.json<DoctorReport>(['doctor'], 0, { env });
    assert.deepEqual(report.skills, { usable: 0, review: 1, problems: 1, shadowed: 1, quarantined: 1 });
    const sources = new Map(report.sources.map(({ source, found, skills }) => [source, [found, skills]]));
    assert.deepEqual(sources.get('.memento/skills'), [true, 2]);
    assert.deepEqual(sources.get('.claude/skills'), [true, 1]);
    assert.deepEqual(sources.get('~/.agents/skills'), [false, 0]);
    assert.equal(sources.has('~/.claude/skills'), false);
    assert.deepEqual(report.disabled, ['~/.claude/skills', '.nobody/skills']);
    assert.deepEqual(report.readOnly, { state: null, library: null });
    const text = await memento.text(['doctor'], 0, { env });
    assert.match(text, /1 skill is not used until you look at it: memento skills trust/);
    assert.match(text, /\.nobody\/skills {2}switched off, but not a folder that is looked at/);
  });

  it('says how replays are confined, which it has tried', async () => {
    const { replays } = await memento.json<DoctorReport>(['doctor']);
    assert.match(replays.confined ?? '', /^(bwrap|unshare)$/);
    assert.match(await memento.text(['doctor']), /^Replays: confined by (bwrap|unshare)$/m);
    // Without the programs that build walls there are none.
    const text = await memento.text(['doctor'], 0, { env: { PATH: '/nowhere' } });
    assert.match(text, /^Replays: not confined\n {2}Only runs whose replay does nothing new/m);
  });

  it('tries the embeddings that are configured, at the address and with the key of the model', async () => {
    interface Report {
      readonly embeddings: {
        readonly usable: boolean | null;
        readonly dimension: number | null;
        readonly lines: string[];
      };
    }
    assert.equal((await memento.json<Report>(['doctor'])).embeddings.usable, null);
    const env = { MEMENTO_MODEL: 'practice', MEMENTO_EMBEDDING_MODEL: 'any' };
    const { embeddings } = await memento.json<Report>(['doctor'], 0, { env });
    assert.deepEqual([embeddings.usable, embeddings.dimension], [true, 256]);
    assert.match(await memento.text(['doctor'], 0, { env }), /Embeddings: practice-embed \(simulated\)/);

    const server = await startFaultServer(fails(404), fails(404), fails(404));
    try {
      const key = 'sk-secret-of-the-test-1234567890';
      const own = {
        MEMENTO_BASE_URL: server.url,
        MEMENTO_MODEL: 'm',
        MEMENTO_API_KEY: key,
        OPENAI_EMBEDDING_MODEL: 'e',
      };
      const report = await memento.json<Report>(['doctor'], 1, { env: own });
      assert.equal(report.embeddings.usable, false);
      assert.match(report.embeddings.lines[0] ?? '', /There are no embeddings at/);
      assert.doesNotMatch(JSON.stringify(report), /sk-secret/);
      const [asked] = server.requests.filter(({ path }) => path === '/v1/embeddings');
      assert.deepEqual([asked?.body?.model, asked?.headers.authorization], ['e', `Bearer ${key}`]);
    } finally {
      await server.close();
    }
  });

  it('verifies everything that is stored and names what is damaged', async () => {
    memento.write('.memento/skills/mine/SKILL.md', skillText('mine'));
    await memento.json(['skills', 'trust', 'mine']);
    const sound = await memento.json<FsckReport>(['doctor', '--fsck']);
    assert.deepEqual(sound.problems, []);
    assert.ok(sound.checked.objects > 0 && sound.checked.versions === 1 && sound.checked.logLines > 0);
    const done = await memento.run(['doctor', '--fsck']);
    assert.match(done.out, /Everything is as it was written/);
    assert.equal(done.err, '');

    const { state } = await memento.json<DoctorReport>(['doctor']);
    const object = readdirSync(path.join(state, 'objects'), { recursive: true, withFileTypes: true }).find((one) =>
      one.isFile(),
    );
    assert.ok(object);
    const file = path.join(object.parentPath, object.name);
    writeFileSync(file, `${readFileSync(file, 'utf8')}!`);
    const damaged = await memento.json<FsckReport>(['doctor', '--fsck'], 1);
    assert.ok(damaged.problems.some((one) => one.file.startsWith('objects/') && one.file.includes(object.name)));
    assert.match(await memento.text(['doctor', '--fsck'], 1), /^objects\//m);
  });
});
