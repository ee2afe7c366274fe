import assert from 'node:assert/strict';
import { readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { CancelledError } from '../../../src/engine/errors.js';
import { readAddress } from '../../../src/engine/exchange/git/address.js';
import { gitLimits } from '../../../src/engine/exchange/git/guard.js';
import { withRepository } from '../../../src/engine/exchange/git/repository.js';
import { seeded } from '../store/children.js';
import { skillText, until } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { fetchFrom, human, names, never, writeFiles } from './support/fetch.js';
import { commitAll, git } from './support/git.js';
import { serve, type GitServer } from './support/gitServer.js';

describe('Import from a git server', () => {
  const at = useTempFolder();
  const servers: GitServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
  const start = async (...of: Parameters<typeof serve>): Promise<GitServer> => {
    const server = await serve(...of);
    servers.push(server);
    return server;
  };
  const fetch = (source: string, options = {}, signal = never) => fetchFrom(source, at('temp'), options, signal);

  const publish = (): string => {
    const commit = commitAll(at('work'));
    git(at(), 'clone', '--quiet', '--bare', at('work'), at('served', 'owner', 'repo'));
    return commit;
  };
  beforeEach(() =>
    writeFiles(at('work'), { 'skills/pdf/SKILL.md': skillText('pdf'), 'skills/csv/SKILL.md': skillText('csv') }),
  );

  it('fetches over http from git’s own server, also a commit that no branch points to', async () => {
    const first = publish();
    await writeFiles(at('work'), { 'skills/new/SKILL.md': skillText('new') });
    const second = commitAll(at('work'));
    git(at('work'), 'push', '--quiet', at('served', 'owner', 'repo'), 'main');
    const { url } = await start(at('served'), { kind: 'smart' });
    const found = await fetch(`${url}/owner/repo`);
    assert.deepEqual(names(found), ['csv', 'new', 'pdf']);
    assert.deepEqual(found[0]?.origin, {
      kind: 'git',
      source: `${url}/owner/repo`,
      path: 'skills/csv',
      commit: second,
    });
    const [old] = await fetch(`${url}/owner/repo#${first}`, { path: 'skills/pdf' });
    assert.deepEqual(old?.origin, {
      kind: 'git',
      source: `${url}/owner/repo`,
      path: 'skills/pdf',
      ref: first,
      commit: first,
    });
  });

  it('fetches from a plain web server, which cannot give a part of the history', async () => {
    publish();
    git(at('served', 'owner', 'repo'), 'update-server-info');
    const { url } = await start(at('served'), { kind: 'dumb' });
    assert.deepEqual(names(await fetch(`${url}/owner/repo`)), ['csv', 'pdf']);
  });

  it('takes the address of a page: branch with slashes, folder, file, commit', async () => {
    git(at('work'), 'init', '--quiet', '--initial-branch=feature/all');
    const commit = publish();
    const { url } = await start(at('served'), { kind: 'smart' });
    for (const [page, found] of [
      ['tree/feature/all/skills/pdf', ['pdf']],
      ['tree/feature/all/skills/', ['csv', 'pdf']],
      ['tree/feature/all', ['csv', 'pdf']],
      ['-/tree/feature/all/skills/csv', ['csv']],
      ['blob/feature/all/skills/pdf/SKILL.md', ['pdf']],
      [`tree/${commit}/skills/pdf`, ['pdf']],
    ] as const) {
      const skills = await fetch(`${url}/owner/repo/${page}`);
      assert.deepEqual(names(skills), found, page);
      assert.equal(skills[0]?.origin.source, `${url}/owner/repo`);
      assert.equal(skills[0].origin.commit, commit);
    }
    await assert.rejects(
      fetch(`${url}/owner/repo/tree/nowhere/skills`),
      human(/no branch, tag or full commit “nowhere”/),
    );
  });

  it('uses a password in the address, and neither keeps nor shows it', async () => {
    publish();
    const authorization = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
    const server = await start(at('served'), { kind: 'smart', authorization });
    const withPassword = server.url.replace('http://', 'http://me:s3cret@');
    const found = await fetch(`${withPassword}/owner/repo`);
    assert.deepEqual(names(found), ['csv', 'pdf']);
    assert(!JSON.stringify(found.map(({ origin }) => origin)).includes('s3cret'));
    assert(server.authorizations.length > 0 && server.authorizations.every((one) => one === authorization));
    const failed = fetch(`${withPassword}/owner/none`).catch((error: unknown) => error);
    assert(!String(await failed).includes('s3cret'));
    await assert.rejects(fetch(`${server.url}/owner/repo`), human(/asks who you are/));
    await assert.rejects(
      fetch(`${server.url.replace('http://', 'http://me:wrong@')}/owner/repo`),
      human(/asks who you are/),
    );
  });

  it('A66 does not take the password to another server, nor another way of transport', async () => {
    publish();
    const other = await start(at('served'), { kind: 'smart' });
    let target = other.url;
    const redirecting = createServer((request, response) =>
      response.writeHead(302, { Location: `${target}${request.url ?? ''}` }).end(),
    );
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
    const address = redirecting.address();
    assert(typeof address === 'object' && address);
    try {
      await assert.rejects(fetch(`http://me:s3cret@127.0.0.1:${address.port}/owner/repo`), human(/./));
      assert.deepEqual(other.authorizations, []);
      target = `file://${at('served')}`;
      await assert.rejects(fetch(`http://127.0.0.1:${address.port}/owner/repo`), human(/./));
    } finally {
      redirecting.closeAllConnections();
      redirecting.close();
    }
  });

  it('takes the person’s settings for servers, but no other way of transport', async () => {
    publish();
    const { url } = await start(at('served'), { kind: 'smart' });
    const mine = { HOME: at('home'), PATH: process.env.PATH };
    const rewrite = (to: string) =>
      writeFiles(at('home'), { '.gitconfig': `[url "${to}"]\n\tinsteadOf = http://localhost:1/\n` });
    const rewritten = () => fetchFrom('http://localhost:1/owner/repo', at('temp'), {}, never, mine);
    await rewrite(`${url}/`);
    assert.deepEqual(names(await rewritten()), ['csv', 'pdf']);
    await rewrite(`file://${at('served')}/`);
    await assert.rejects(rewritten(), human(/transport 'file' not allowed/));
  });

  it('says that there is no repository, and no server', async () => {
    const { url } = await start(at('served'), { kind: 'smart' });
    await assert.rejects(fetch(`${url}/owner/none`), human(/There is no repository at “http:/));
    await servers.splice(0)[0]?.close();
    await assert.rejects(fetch(`${url}/owner/repo`), human(/cannot be reached/));
  });

  it('B79 cancelled in the middle it leaves no process and no file', async () => {
    const { url, authorizations } = await start(at('served'), { kind: 'stuck' });
    const cancel = new AbortController();
    const fetching = fetch(`${url}/owner/repo`, {}, cancel.signal);
    await until(() => authorizations.length > 0);
    assert((await processesIn(at('temp'))) > 0, 'git is running');
    cancel.abort();
    await assert.rejects(fetching, CancelledError);
    assert.equal(await processesIn(at('temp')), 0);
  });

  it('ends a fetch that takes too long or too much of the disk', async () => {
    const { url, authorizations } = await start(at('served'), { kind: 'stuck' });
    const run = (address: string, limits: Partial<typeof gitLimits>) =>
      withRepository(
        readAddress(address),
        undefined,
        { tempDir: at('temp'), environment: process.env },
        (repository) => repository.git(['ls-tree', repository.commit], 10_000),
        never,
        { ...gitLimits, ...limits },
      );
    await assert.rejects(run(`${url}/owner/repo`, { time: 1500 }), human(/took longer than/));
    assert(authorizations.length > 0);
    const random = seeded(5);
    await writeFiles(at('work'), { noise: Buffer.alloc(4_000_000).map(() => Math.floor(random() * 256)) });
    publish();
    const smart = await start(at('served'), { kind: 'smart' });
    const heavy = run(`${smart.url}/owner/repo`, { disk: 1000 });
    await assert.rejects(heavy, human(/larger than 0 MB/));
    assert.deepEqual(await readdir(at('temp')), []);
    assert.equal(await processesIn(at('temp')), 0);
  });
});

/** How many processes work in a folder, as Linux tells. */
async function processesIn(folder: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return places.filter((place) => place.startsWith(folder)).length;
}
