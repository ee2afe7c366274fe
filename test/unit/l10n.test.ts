import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { collectStrings } from '../../scripts/lib/strings.mjs';

const load = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(`l10n/${name}.json`, 'utf8')) as Record<string, string>;
const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{\d+\}/g)].map(([found]) => found).sort();

describe('translations', () => {
  it('know every sentence of the source and no other (npm run l10n collects them)', async () => {
    const keys = await collectStrings('.');
    assert.ok(keys.length > 100);
    assert.deepEqual(Object.keys(load('bundle.l10n')).sort(), keys);
    assert.deepEqual(Object.keys(load('bundle.l10n.ko')).sort(), keys);
  });

  it('keep the placeholders and are written in Korean', () => {
    const korean = load('bundle.l10n.ko');
    for (const [key, sentence] of Object.entries(korean)) {
      assert.deepEqual(placeholders(sentence), placeholders(key), key);
      assert.notEqual(sentence.trim(), '', key);
    }
    const translated = Object.entries(korean).filter(([, sentence]) => /[\uac00-\ud7a3]/.test(sentence));
    assert.ok(translated.length > Object.keys(korean).length * 0.95);
  });
});
