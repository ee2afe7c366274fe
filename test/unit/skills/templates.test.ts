import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSkill } from '../../../src/engine/skills/format.js';

const folder = fileURLToPath(new URL('../../../skills-template', import.meta.url));
/** Words of the practice world's tasks: a router that goes by words must not choose an elementary skill for them. */
const taken = /ledger|sensor|telemetry|inventory|shift|calendar|asset tag|slug|request log/i;

describe('elementary skills', () => {
  it('are the four that go with the tools there are', () => {
    assert.deepEqual(readdirSync(folder).sort(), ['file-system', 'script-writing', 'skill-creation', 'terminal']);
  });

  for (const name of readdirSync(folder))
    it(`${name} is valid, short and says when to use it`, () => {
      const source = readFileSync(path.join(folder, name, 'SKILL.md'), 'utf8');
      const parsed = parseSkill(source, name);
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.diagnostics, []);
      assert.match(parsed.description, /Use when /);
      const lines = parsed.body.trim().split('\n').length;
      assert.ok(lines >= 30 && lines <= 60, `${lines} lines`);
      assert.doesNotMatch(source, taken);
      assert.doesNotMatch(source, /[^\n\x20-\x7e]/, 'plain ASCII');
      assert.ok(source.endsWith('\n'));
    });
});
