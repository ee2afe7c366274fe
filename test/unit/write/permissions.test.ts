import assert from 'node:assert/strict';
import { widenedTools } from '../../../src/engine/write/permissions.js';
import { skillText } from '../skills/support.js';

const allowing = (tools: string): string => skillText('rows').replace('---\nDo', `allowed-tools: ${tools}\n---\nDo`);

describe('tools a change asks for', () => {
  it('are those that were not asked for before', () => {
    const widened = (before: string, after: string) => widenedTools('rows', before, after);
    assert.deepEqual(widened(skillText('rows'), skillText('rows', 'Do more.\n')), []);
    assert.deepEqual(widened(skillText('rows'), allowing('Read Bash(git:*)')), ['Read', 'Bash(git:*)']);
    assert.deepEqual(widened(allowing('Read Bash(git:*)'), allowing('Bash(git:*)')), [], 'fewer');
    assert.deepEqual(widened(allowing('Bash'), allowing('Bash(git:*)')), [], 'a part of what was allowed');
    assert.deepEqual(widened(allowing('Bash(git:*)'), allowing('Bash')), ['Bash']);
    assert.deepEqual(widened(allowing('Bash(git:*)'), allowing('Bash(rm:*)')), ['Bash(rm:*)']);
    assert.deepEqual(widened('', allowing('Read Read')), ['Read'], 'a new skill');
  });
});
