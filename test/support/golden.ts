import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Compares a text with the one kept beside the tests. `UPDATE_GOLDEN=1` writes it anew: look at the difference before committing it.
 * @param name file name below test/unit/golden
 */
export function assertGolden(name: string, actual: string): void {
  const file = path.join('test/unit/golden', name);
  if (process.env.UPDATE_GOLDEN || !existsSync(file)) {
    assert.ok(!process.env.CI, `${file} is missing`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.equal(actual, readFileSync(file, 'utf8'));
}
