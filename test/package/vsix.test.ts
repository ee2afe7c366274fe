import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { languages } from '../../scripts/lib/strings.mjs';
import { vsixPath } from '../../scripts/package.mjs';
import { zipEntries } from './zip.js';

/** Everything a package may hold, below `extension/`. */
const allowed = [
  /^dist\/(bench|extension|cli|openai|practice|vectra|worker)\.cjs$/,
  /^dist\/report\.(js|css)$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf|woff2?)$/,
  // Not media/readme: the README's pictures do not show inside VS Code.
  /^media\/([\w-]+|ring\/(dark|light)\/\w+)\.(svg|png)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^skills-template\/.+/,
  /^(readme\.md|changelog\.md|LICENSE\.txt)$/,
];

const templates = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

describe('the package', () => {
  let archive: Buffer;
  let names: string[];
  before(async () => {
    archive = readFileSync(await vsixPath());
    names = zipEntries(archive)
      .map(({ name }) => name)
      .filter((name) => name.startsWith('extension/'))
      .map((name) => name.slice('extension/'.length));
  });

  it('holds only what is meant to be shipped', () => {
    assert.deepEqual(
      names.filter((name) => !allowed.some((pattern) => pattern.test(name))),
      [],
    );
  });

  it('holds everything the extension needs', () => {
    const needed = [
      'dist/bench.cjs',
      'dist/extension.cjs',
      'dist/cli.cjs',
      'dist/openai.cjs',
      'dist/practice.cjs',
      'dist/report.css',
      'dist/report.js',
      'dist/vectra.cjs',
      'dist/worker.cjs',
      'dist/webview/panel.js',
      'package.json',
      'package.nls.json',
      ...languages.flatMap((language) => [`package.nls.${language}.json`, `l10n/bundle.l10n.${language}.json`]),
      ...templates(path.join(root, 'dist/webview')),
      ...templates(path.join(root, 'skills-template')),
    ];
    assert.deepEqual(
      needed.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('holds every file that package.json names', () => {
    const text = readFileSync(path.join(root, 'package.json'), 'utf8');
    const named = [...text.matchAll(/"(?:\.\/)?((?:media|dist|l10n)\/[^"]+)"/g)].map((match) => match[1]!);
    const shipped = named.filter((name) => !name.startsWith('dist/cli'));
    assert.deepEqual(
      shipped.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('is smaller than 4 MB', () => {
    assert.ok(archive.length < 4_000_000, `${String(archive.length)} bytes`);
  });

  it('has of vectra the index only', () => {
    const { size } = statSync(path.join(root, 'dist/vectra.cjs'));
    assert.ok(size < 100_000, `${String(size)} bytes`);
  });

  it('was made from the present build', async () => {
    const { size } = statSync(path.join(root, 'dist/extension.cjs'));
    const entry = zipEntries(readFileSync(await vsixPath())).find(
      ({ name }) => name === 'extension/dist/extension.cjs',
    );
    assert.equal(entry?.size, size);
  });
});
