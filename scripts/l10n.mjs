// @ts-check
// Collects every sentence a person reads from the source into l10n/bundle.l10n.json and says which translations are missing or left over.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectStrings, languages } from './lib/strings.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const keys = await collectStrings(root);
const file = path.join(root, 'l10n/bundle.l10n.json');
await writeFile(file, `${JSON.stringify(Object.fromEntries(keys.map((key) => [key, key])), null, 2)}\n`);
console.log(`${keys.length} sentences`);

for (const language of languages) {
  const translated = JSON.parse(
    await readFile(path.join(root, `l10n/bundle.l10n.${language}.json`), 'utf8').catch(() => '{}'),
  );
  for (const key of keys) if (!(key in translated)) console.log(`${language} lacks: ${JSON.stringify(key)}`);
  for (const key of Object.keys(translated))
    if (!keys.includes(key)) console.log(`${language} has a left-over: ${JSON.stringify(key)}`);
}
