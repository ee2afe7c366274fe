import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { codes } from '../../../src/engine/skills/lint/codes.js';

describe('docs/SKILLS.md', () => {
  it('lists every code with its level and meaning', () => {
    const rows = readFileSync('docs/SKILLS.md', 'utf8').match(/^\| `.*$/gm);
    assert.deepEqual(
      rows,
      Object.entries(codes).map(([code, [level, meaning]]) => `| \`${code}\` | ${level} | ${meaning} |`),
    );
  });
});
