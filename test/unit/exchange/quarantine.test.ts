import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createQuarantine, type Fetched } from '../../../src/engine/exchange/quarantine.js';
import { treeHash, treeOf, type Content } from '../../../src/engine/skills/tree.js';
import { text } from '../../../src/engine/text.js';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { human } from './support/fetch.js';

const contentOf = (files: Readonly<Record<string, string>>): Content =>
  new Map(
    Object.entries(files).map(([file, data]) => [file, { data: Buffer.from(data), executable: file.endsWith('.sh') }]),
  );

const fetched = (name: string, files: Readonly<Record<string, string>> = {}): Fetched => ({
  name,
  origin: { kind: 'git', source: 'https://example.com/r', path: `skills/${name}`, ref: 'main', commit: 'c'.repeat(40) },
  content: contentOf({ 'SKILL.md': skillText(name), ...files }),
  diagnostics: [{ code: 'some-code', severity: 'warning', line: 3, message: text('About {0}, {1}.', 'x', 2) }],
  skipped: ['link (symbolic link)'],
});

describe('Quarantine', () => {
  const at = useTempFolder();
  let now = 1000;
  const open = () => createQuarantine({ dir: at('quarantine'), clock: { now: () => now++ } });

  it('keeps an import as it was fetched, for its owner only, until it is removed', async () => {
    const quarantine = open();
    assert.deepEqual(await quarantine.list(), []);
    const item = fetched('pdf', { 'evil/run.sh': '#!/bin/sh\n', 'a/copy.md': skillText('pdf') });
    const [added] = await quarantine.add([item]);
    assert(added);
    const { content, ...kept } = item;
    assert.deepEqual(added, {
      ...kept,
      id: added.id,
      description: 'Does pdf. Use when it must be done.',
      files: treeOf(content),
      tree: treeHash(treeOf(content)),
      at: added.at,
    });
    assert.deepEqual(await open().list(), [added]);
    assert.deepEqual(await open().content(added.id), content);
    assert.equal(await open().text(added.id, 'evil/run.sh'), '#!/bin/sh\n');
    await assert.rejects(open().text(added.id, 'SKILL.MD'), human(/does not exist/));
    await assert.rejects(open().text(added.id, '../import.json'), human(/does not exist/));
    await quarantine.remove(added.id);
    assert.deepEqual(await open().list(), []);
    assert.deepEqual(await readdir(at('quarantine')), []);
    await quarantine.remove(added.id);
    await assert.rejects(quarantine.content(added.id), human(/There is no import/));
  });

  it('gives files no name from outside, no permission to run, and no reader but the owner', async () => {
    const [added] = await open().add([fetched('pdf', { 'run.sh': 'x', 'CON/--help': 'y' })]);
    const folder = at('quarantine', added?.id ?? '');
    assert.deepEqual((await readdir(folder)).sort(), ['files', 'import.json']);
    for (const name of await readdir(path.join(folder, 'files'))) {
      assert.match(name, /^[0-9a-f]{64}$/);
      assert.equal((await stat(path.join(folder, 'files', name))).mode & 0o777, 0o600);
    }
    for (const place of [at('quarantine'), folder, path.join(folder, 'files')])
      assert.equal((await stat(place)).mode & 0o777, 0o700);
  });

  it('keeps the same import once, and lists the oldest first', async () => {
    const quarantine = open();
    const first = await quarantine.add([fetched('pdf'), fetched('csv'), fetched('pdf')]);
    assert.deepEqual(
      first.map(({ name }) => name),
      ['pdf', 'csv'],
    );
    const again = await open().add([{ ...fetched('pdf'), origin: { kind: 'zip', source: '/x.zip', path: '' } }]);
    assert.deepEqual(again, [first[0]]);
    const [changed] = await quarantine.add([fetched('pdf', { new: 'x' })]);
    assert.notEqual(changed?.id, first[0]?.id);
    assert.deepEqual(
      (await quarantine.list()).map(({ name }) => name),
      ['pdf', 'csv', 'pdf'],
    );
  });

  it('takes the same import of two windows at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, `${index}`]));
    const results = await Promise.all(Array.from({ length: 6 }, () => open().add([fetched('pdf', many)])));
    assert.equal(new Set(results.map(([one]) => one?.id)).size, 1);
    assert.equal((await open().list()).length, 1);
    assert.equal((await open().content(results[0]?.[0]?.id ?? '')).size, 51);
    assert.equal((await readdir(at('quarantine'))).length, 1, 'no temporary folder is left');
  });

  it('B44 never gives out what was damaged, lists the rest, and takes it again', async () => {
    const quarantine = open();
    const [pdf, csv, xml] = await quarantine.add([fetched('pdf', { a: 'aaa' }), fetched('csv'), fetched('xml')]);
    assert(pdf && csv && xml);
    const hash = pdf.files.find((file) => file.path === 'a')?.hash ?? '';
    await writeFile(at('quarantine', pdf.id, 'files', hash), 'bbb');
    await assert.rejects(quarantine.content(pdf.id), human(/“a” was damaged/));
    await assert.rejects(quarantine.text(pdf.id, 'a'), human(/“a” was damaged/));
    assert.equal(await quarantine.text(pdf.id, 'SKILL.md'), skillText('pdf'));
    await writeFile(at('quarantine', csv.id, 'import.json'), '{"version":1');
    const json = await readFile(at('quarantine', xml.id, 'import.json'), 'utf8');
    await writeFile(at('quarantine', xml.id, 'import.json'), json.replace('"name": "xml"', '"name": "abc"'));
    await writeFile(at('quarantine', 'note.txt'), 'x');
    await mkdir(at('quarantine', 'f'.repeat(16)));
    assert.deepEqual(
      (await quarantine.list()).map(({ name }) => name),
      ['pdf'],
    );
    assert.deepEqual([...(await quarantine.damaged())].sort(), [csv.id, 'f'.repeat(16), xml.id].sort());
    const again = await quarantine.add([fetched('pdf', { a: 'aaa' }), fetched('csv'), fetched('xml')]);
    assert.deepEqual(
      again.map(({ id }) => id),
      [pdf.id, csv.id, xml.id],
    );
    assert.equal((await quarantine.content(pdf.id)).size, 2);
    assert.equal((await quarantine.list()).length, 3);
  });

  it('A43 takes no id for a path', async () => {
    await writeFile(at('precious'), 'x');
    for (const id of ['../precious', '..', '', '.', 'a/b', at('precious')]) {
      await assert.rejects(open().remove(id), human(/There is no import/));
      await assert.rejects(open().content(id), human(/There is no import/));
    }
    assert.equal(await readFile(at('precious'), 'utf8'), 'x');
  });

  it('B12 says so when the folder cannot be written, and keeps nothing of a failed import', async () => {
    await writeFile(at('quarantine'), 'a file is in the way');
    await assert.rejects(open().add([fetched('pdf')]), human(/quarantine/));
    await rm(at('quarantine'));
    const broken = { data: undefined as unknown as Uint8Array, executable: false };
    await assert.rejects(open().add([{ ...fetched('pdf'), content: new Map([['a', broken]]) }]));
    assert.deepEqual(await readdir(at('quarantine')), []);
  });
});
