import assert from 'node:assert/strict';
import { chmod, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { fetchFrom, human, names, textsOf, writeFiles } from './support/fetch.js';
import { commitAll, git } from './support/git.js';

describe('Import from a git repository', () => {
  const at = useTempFolder();
  const fetch = (source = at('bare.git'), options = {}) => fetchFrom(source, at('temp'), options);

  /** A repository with two skills, published as `bare.git`. @returns its commit */
  const publish = async (files: Record<string, string | Uint8Array> = {}): Promise<string> => {
    await writeFiles(at('work'), {
      'skills/pdf/SKILL.md': skillText('pdf'),
      'skills/pdf/scripts/run.sh': '#!/bin/sh\n',
      'skills/csv/SKILL.md': skillText('csv'),
      'README.md': 'Skills.\n',
      ...files,
    });
    await chmod(at('work', 'skills', 'pdf', 'scripts', 'run.sh'), 0o755);
    const commit = commitAll(at('work'));
    git(at(), 'clone', '--quiet', '--bare', at('work'), at('bare.git'));
    return commit;
  };

  it('takes the skills of a local bare repository, pinned to the commit', async () => {
    const commit = await publish();
    const found = await fetch();
    assert.deepEqual(names(found), ['csv', 'pdf']);
    assert.deepEqual(found[1]?.origin, {
      kind: 'git',
      source: pathToFileURL(at('bare.git')).href,
      path: 'skills/pdf',
      commit,
    });
    assert.deepEqual(
      [...found[1].content].map(([file, { executable }]) => [file, executable]),
      [
        ['SKILL.md', false],
        ['scripts/run.sh', true],
      ],
    );
    assert.deepEqual(found[1].skipped, []);
    assert.deepEqual(names(await fetch(at('bare.git'), { path: 'skills/csv' })), ['csv']);
    await assert.rejects(fetch(at('bare.git'), { path: 'nowhere' }), human(/There is no folder “nowhere”/));
  });

  it('takes a branch, a tag (with or without a note) and a commit, in the address or beside it', async () => {
    const first = await publish();
    git(at('work'), 'tag', 'v1');
    git(at('work'), 'tag', '--annotate', '--message=Two', 'v2');
    git(at('work'), 'checkout', '--quiet', '-b', 'feature/new');
    await writeFiles(at('work'), { 'skills/new/SKILL.md': skillText('new') });
    const second = commitAll(at('work'));
    git(at('work'), 'push', '--quiet', at('bare.git'), '--all');
    git(at('work'), 'push', '--quiet', at('bare.git'), '--tags');
    const address = pathToFileURL(at('bare.git')).href;
    for (const [source, options, commit] of [
      [at('bare.git'), {}, first],
      [`${at('bare.git')}#feature/new`, {}, second],
      [`${address}#main`, {}, first],
      [address, { ref: 'feature/new' }, second],
      [`${address}#feature/new`, { ref: 'v1' }, first],
      [`${address}#v2`, {}, first],
      [`${address}#refs/heads/feature/new`, {}, second],
      [`${address}#${second}`, {}, second],
    ] as const) {
      const found = await fetch(source, options);
      assert.equal(found[0]?.origin.commit, commit, source);
      assert.equal(names(found).includes('new'), commit === second);
    }
    for (const ref of ['nowhere', '0'.repeat(40)])
      await assert.rejects(fetch(`${address}#${ref}`), human(/has no branch, tag or full commit/));
  });

  it('A56 A61 links, submodules and odd names are skipped and listed; a file called --help is one', async () => {
    await writeFiles(at('work'), { 'skills/pdf/--help': 'x', 'skills/pdf/aux.md': 'x', 'skills/pdf/tab\there': 'x' });
    await writeFiles(at('other'), { 'SKILL.md': skillText('other') });
    const other = commitAll(at('other'));
    await publish();
    await symlink('/etc/passwd', at('work', 'skills', 'pdf', 'passwd'));
    await symlink('pdf', at('work', 'skills', 'linked'));
    commitAll(at('work'));
    git(at('work'), 'update-index', '--add', '--cacheinfo', `160000,${other},skills/pdf/module`);
    git(at('work'), 'update-index', '--add', '--cacheinfo', `160000,${other},skills/module`);
    await writeFile(at('work', '.gitmodules'), `[submodule "m"]\n\tpath = skills/pdf/module\n\turl = ${at('other')}\n`);
    git(at('work'), 'add', '.gitmodules');
    git(at('work'), 'commit', '--quiet', '--message=Module');
    git(at('work'), 'push', '--quiet', at('bare.git'), 'main');
    const [, skill, ...others] = await fetch();
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(textsOf(skill)), ['--help', 'SKILL.md', 'scripts/run.sh']);
    assert.deepEqual([...(skill?.skipped ?? [])].sort(), [
      'aux.md (unusable name)',
      'module (submodule)',
      'passwd (symbolic link)',
      'tab\\there (unusable name)',
    ]);
  });

  it('A52 runs no hook, no filter and no program of the repository or its settings', async () => {
    await publish({
      '.gitattributes': '*.md filter=evil diff=evil\n',
      'skills/pdf/.gitattributes': '* filter=evil\n',
    });
    const canary = `touch ${at('canary')}`;
    const script = `#!/bin/sh\n${canary}\n`;
    for (const hook of ['post-checkout', 'reference-transaction', 'post-merge', 'pre-receive', 'fsmonitor'])
      for (const folder of [at('bare.git', 'hooks'), at('templates', 'hooks')]) {
        await writeFiles(folder, { [hook]: script });
        await chmod(`${folder}/${hook}`, 0o755);
      }
    for (const [key, value] of [
      ['core.fsmonitor', canary],
      ['core.hooksPath', at('templates', 'hooks')],
      ['filter.evil.smudge', canary],
      ['filter.evil.clean', canary],
      ['diff.evil.textconv', canary],
      ['uploadpack.packObjectsHook', canary],
      ['core.sshCommand', canary],
    ] as const)
      git(at('bare.git'), 'config', key, value);
    const mine = { HOME: at('home'), PATH: process.env.PATH };
    await writeFiles(at('home'), {
      '.gitconfig': `[init]\n\ttemplateDir = ${at('templates')}\n[core]\n\thooksPath = ${at('templates', 'hooks')}\n\tfsmonitor = ${canary}\n[filter "evil"]\n\tsmudge = ${canary}\n\tclean = ${canary}\n`,
    });
    const found = await fetchFrom(at('bare.git'), at('temp'), {}, undefined, mine);
    assert.deepEqual(names(found), ['csv', 'pdf']);
    assert.deepEqual(Object.keys(textsOf(found[1])), ['.gitattributes', 'SKILL.md', 'scripts/run.sh']);
    assert(!(await readdir(at())).includes('canary'), 'something was run');
  });

  it('reads a tree no honest git writes: names that lead out are skipped', async () => {
    await publish();
    const blob = git(at('work'), 'hash-object', '-w', 'README.md');
    const marker = git(at('work'), 'hash-object', '-w', 'skills/pdf/SKILL.md');
    const entry = (mode: string, name: string, id: string) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
    const put = async (...entries: readonly Buffer[]): Promise<string> => {
      await writeFile(at('raw'), Buffer.concat(entries));
      return git(at('work'), 'hash-object', '-t', 'tree', '-w', '--literally', at('raw'));
    };
    const above = await put(entry('100644', 'x', blob));
    const tree = await put(
      entry('40000', '..', above),
      entry('100644', 'C:evil', blob),
      entry('100644', 'SKILL.md', marker),
      entry('100644', 'back\\slash', blob),
      entry('100600', 'odd-mode', blob),
    );
    const commit = git(at('work'), 'commit-tree', tree, '-m', 'Evil');
    git(at('work'), 'update-ref', 'refs/heads/evil', commit);
    git(at('work'), 'push', '--quiet', at('bare.git'), 'evil');
    const [skill] = await fetch(`${at('bare.git')}#evil`);
    assert.deepEqual(Object.keys(textsOf(skill)), ['SKILL.md', 'odd-mode']);
    assert.equal(skill?.skipped.length, 3);
  });

  it('leaves out notes that stand for large files kept elsewhere', async () => {
    await publish({
      'skills/pdf/model.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n`,
    });
    const skill = (await fetch())[1];
    assert.deepEqual(skill?.skipped, ['model.bin (content is in Git LFS)']);
  });

  it('refuses skills and files that are too large before it reads them', async () => {
    await publish({ 'skills/pdf/data': Buffer.alloc(20 * 1024 * 1024 + 1) });
    await assert.rejects(fetch(), human(/pdf” is larger than 20 MB/));
    assert.deepEqual(names(await fetch(at('bare.git'), { path: 'skills/csv' })), ['csv']);
  });

  it('says what is wrong with a repository that is none, is empty or damaged', async () => {
    await writeFiles(at('none.git'), { x: '' });
    await assert.rejects(fetch(at('none.git')), human(/There is no repository at/));
    await assert.rejects(fetch(pathToFileURL(at('nowhere.git')).href), human(/There is no repository at/));
    git(at(), 'init', '--quiet', '--bare', at('empty.git'));
    await assert.rejects(fetch(at('empty.git')), human(/has no branch, tag or full commit “HEAD”/));
    await publish();
    await rename(at('bare.git', 'objects'), at('bare.git', 'lost'));
    await assert.rejects(fetch(), human(/./));
  });

  it('goes over ssh with the person’s own command and agent, and asks nothing', async () => {
    await publish();
    const ssh = `#!/bin/sh\necho "$SSH_AUTH_SOCK $*" > ${at('log')}\nfor last; do :; done\nexec sh -c "$last"\n`;
    await writeFiles(at(), { ssh, 'home/.gitconfig': `[core]\n\tsshCommand = ${at('ssh')} -i key\n` });
    await chmod(at('ssh'), 0o755);
    const mine = { HOME: at('home'), PATH: process.env.PATH, SSH_AUTH_SOCK: '/agent', SECRET_TOKEN: 's' };
    const address = `git@example.com:${at('bare.git')}`;
    const [skill] = await fetchFrom(address, at('temp'), {}, undefined, mine);
    assert.equal(skill?.name, 'csv');
    assert.equal(skill.origin.source, address);
    assert.match(
      await readFile(at('log'), 'utf8'),
      /^\/agent -i key -o BatchMode=yes .*git@example\.com git-upload-pack /,
    );
    const given = { ...mine, HOME: at('none'), GIT_SSH_COMMAND: `${at('ssh')} -v` };
    await fetchFrom(address, at('temp'), {}, undefined, given);
    assert.match(await readFile(at('log'), 'utf8'), /^\/agent -v -o BatchMode=yes /);
  });

  it('says that there is no git', async () => {
    await publish();
    const without = fetchFrom(at('bare.git'), at('temp'), {}, undefined, { PATH: at('empty') });
    await assert.rejects(without, human(/The program “git” was not found/));
  });
});
