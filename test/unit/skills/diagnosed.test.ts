import assert from 'node:assert/strict';
import { diagnosed } from '../../../src/engine/skills/diagnosed.js';
import { finding } from '../../../src/engine/skills/lint/finding.js';
import { text } from '../../../src/engine/text.js';

const plain = {
  ...{ name: 'a', description: 'b', body: 'c', text: 'd', hash: 'e', files: [], tree: 'f', path: '/g' },
  source: 'own',
} as const;

describe('diagnosed', () => {
  it('looks for what is wrong when it is asked, and once', () => {
    let looked = 0;
    const found = [finding('body-empty', 1, text('The skill has no instructions.'))];
    const skill = diagnosed({ ...plain }, () => {
      looked++;
      return found;
    });
    assert.equal(skill.name, 'a');
    assert.equal(looked, 0);
    assert.equal(skill.diagnostics, found);
    assert.equal(skill.diagnostics, found);
    assert.equal(looked, 1);
    assert.deepEqual({ ...skill }, { ...plain, diagnostics: found });
    assert.deepEqual(JSON.parse(JSON.stringify(skill)), JSON.parse(JSON.stringify({ ...plain, diagnostics: found })));
  });
});
