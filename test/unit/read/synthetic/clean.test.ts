import assert from 'node:assert/strict';
import { cleanQueries } from '../../../../src/engine/read/synthetic/clean.js';

const skill = { name: 'release-notes', description: 'Writing the notes of a release.' };
const clean = (queries: readonly string[], about = skill): string[] => cleanQueries(queries, about, new Set());

describe('synthetic queries: what is taken of a reply', () => {
  it('leaves out what names the skill, however it is written', () => {
    for (const named of [
      'use release-notes please',
      'Release Notes for 2.0',
      'the releasenotes',
      'open release_notes.md',
      'ｒｅｌｅａｓｅ‐ｎｏｔｅｓ',
      'release-notes를 써 줘',
    ])
      assert.deepEqual(clean([named]), [], named);
    assert.deepEqual(clean(['notes for the release', 'prerelease-notesy']), [
      'notes for the release',
      'prerelease-notesy',
    ]);
  });

  it('keeps words of a name that the description itself uses', () => {
    const pdf = { name: 'pdf', description: 'Reading PDF files.' };
    assert.deepEqual(clean(['read this pdf'], pdf), ['read this pdf']);
    assert.deepEqual(clean(['read this pdf'], { ...pdf, description: 'Reading files.' }), []);
    const log = { name: 'request-log', description: 'Errors in a request log; skill request-log.' };
    assert.deepEqual(clean(['errors in the request log', 'ask request-log'], log), ['errors in the request log']);
  });

  it('takes out what a person does not see', () => {
    const tag = String.fromCodePoint(0xe0041, 0xe0042);
    assert.deepEqual(clean([`count\u200b the\u202e ${tag}rows\u0007\ud800 \n\t now`]), ['count the rows now']);
    assert.deepEqual(clean([tag.repeat(40), '\u0000\u0001\u0002', '', '?!…', 'ab']), []);
    assert.deepEqual(clean(['ship it 👩‍🚀 today']), ['ship it 👩‍🚀 today']);
  });

  it('takes one of those that differ only in case, blanks and punctuation, and none that are there already', () => {
    assert.deepEqual(clean(['Count the rows.', 'count  the rows', 'Count the row']), [
      'Count the rows.',
      'Count the row',
    ]);
    const seen = new Set(['count the rows']);
    assert.deepEqual(cleanQueries(['Count the rows!', 'Sum them'], skill, seen), ['Sum them']);
    assert.ok(seen.has('sum them'));
  });

  it('bounds the length', () => {
    assert.deepEqual(clean(['x'.repeat(301)]), []);
    assert.equal(clean(['x'.repeat(300)]).length, 1);
  });

  it('keeps other scripts', () => {
    const korean = ['릴리스 변경 사항을 정리해 줘', '更新内容をまとめて'];
    assert.deepEqual(clean(korean), korean);
    assert.deepEqual(clean(['변경기록을 써 줘'], { name: '변경기록', description: '변경 사항 정리.' }), []);
  });
});
