import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { collectStrings, languages } from '../../scripts/lib/strings.mjs';

const load = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(`l10n/${name}.json`, 'utf8')) as Record<string, string>;
const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{\d+\}/g)].map(([found]) => found).sort();

/** What only the writing of the language has. */
const letters: Readonly<Record<string, RegExp>> = { ko: /[\uac00-\ud7a3]/, 'zh-cn': /\p{Script=Han}/u };

describe('translations', () => {
  it('know every sentence of the source and no other (npm run l10n collects them)', async () => {
    const keys = await collectStrings('.');
    assert.ok(keys.length > 100);
    assert.deepEqual(Object.keys(load('bundle.l10n')).sort(), keys);
    for (const language of languages)
      assert.deepEqual(Object.keys(load(`bundle.l10n.${language}`)).sort(), keys, language);
  });

  it('are those that lie in l10n, and each has one for the manifest too', () => {
    const named = (folder: string, form: RegExp): string[] =>
      readdirSync(folder).flatMap((name) => form.exec(name)?.[1] ?? []);
    assert.deepEqual(named('l10n', /^bundle\.l10n\.(.+)\.json$/).sort(), [...languages].sort());
    assert.deepEqual(named('.', /^package\.nls\.(.+)\.json$/).sort(), [...languages].sort());
  });

  for (const language of languages)
    it(`keep the placeholders and are written in their language: ${language}`, () => {
      const sentences = Object.entries(load(`bundle.l10n.${language}`));
      for (const [key, sentence] of sentences) {
        assert.deepEqual(placeholders(sentence), placeholders(key), key);
        assert.notEqual(sentence.trim(), '', key);
      }
      const translated = sentences.filter(([, sentence]) => letters[language]!.test(sentence));
      assert.ok(translated.length > sentences.length * 0.95);
    });
});
