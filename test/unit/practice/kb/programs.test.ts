import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';
import { functionTexts, textsFile } from './functionTexts.js';

describe('practice programs', () => {
  it('are made of the very functions the model reckons with', async () => {
    const options = { ...(await prettier.resolveConfig(textsFile)), parser: 'json' };
    const current = await prettier.format(JSON.stringify(await functionTexts()), options);
    // After changing a helper or a domain: UPDATE_PROGRAMS=1 npx mocha test/unit/practice/kb/programs.test.ts
    if (process.env.UPDATE_PROGRAMS) await writeFile(textsFile, current);
    assert.equal(await readFile(textsFile, 'utf8'), current);
  });
});
