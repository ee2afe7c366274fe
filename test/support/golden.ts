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
  const expected = readFileSync(file, 'utf8').split('\n');
  const lines = actual.split('\n');
  // One line is enough to see what changed; the whole transcript is kilobytes.
  const line = lines.findIndex((one, index) => one !== expected[index]);
  assert.ok(
    line < 0,
    `${file}, line ${line + 1}\n  expected ${expected[line] ?? '(nothing)'}\n  got      ${lines[line] ?? ''}`,
  );
  assert.equal(lines.length, expected.length, file);
}
