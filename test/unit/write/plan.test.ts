import assert from 'node:assert/strict';
import type { Skill, SkillSource } from '../../../src/engine/skills/skill.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { english } from '../../../src/engine/text.js';
import { type Cause, sureEnough } from '../../../src/engine/write/attribution.js';
import { planFor } from '../../../src/engine/write/plan.js';

const markdown = '---\nname: rows\ndescription: Counting rows.\n---\n# Rows\n\n- The head line does not count.\n';
const skillFrom = (source: SkillSource): Skill => ({
  name: 'rows',
  description: 'Counting rows.',
  body: '# Rows\n\n- The head line does not count.\n',
  text: markdown,
  hash: sha256(markdown),
  files: [],
  tree: sha256('tree'),
  path: '/library/rows/SKILL.md',
  source,
  diagnostics: [],
});

/** What follows from a cause, in words. */
function plan(
  cause: Cause,
  more: { source?: SkillSource; skill?: string | null; sure?: number; locked?: string } = {},
) {
  const { source = 'own', skill = 'rows', sure = 0.9, locked } = more;
  const made = planFor({ cause, skill, confidence: sure }, [skillFrom(source)], new Set(locked ? [locked] : []));
  if (made.operation === 'nothing') return english(made.why);
  return made.operation === 'create' ? 'create' : `${made.operation} ${made.skill.name}`;
}

describe('what follows from a cause', () => {
  it('a defect is mended in an own skill that is not locked', () => {
    assert.equal(plan('skill_defect', { locked: 'another' }), 'rewrite rows');
  });

  it('a locked skill is left as it is', () => {
    assert.equal(plan('skill_defect', { locked: 'rows' }), '“rows” is locked: Memento leaves it as it is.');
    assert.equal(plan('wrong_skill', { locked: 'rows' }), '“rows” is locked: Memento leaves it as it is.');
  });

  it('one of another agent is left as it is', () => {
    assert.match(
      plan('skill_defect', { source: '.claude/skills' }),
      /lies in \.claude\/skills and is read-only\. Adopt it/,
    );
  });

  it('for an elementary one, or one that is not there, a new skill is written instead', () => {
    assert.equal(plan('skill_defect', { source: 'elementary' }), 'create');
    assert.equal(plan('skill_defect', { skill: 'gone' }), 'create');
    assert.equal(plan('skill_defect', { skill: null }), 'create');
    assert.equal(plan('missing_skill', { skill: null }), 'create');
  });

  it('where another skill would have been right, that one is to say so', () => {
    assert.equal(plan('wrong_skill'), 'route_fix rows');
    assert.match(plan('wrong_skill', { source: 'elementary' }), /“rows” would fit better/);
    assert.match(plan('wrong_skill', { skill: null }), /named none/);
  });

  it('nothing is written for what no skill can mend', () => {
    assert.match(plan('execution_lapse'), /was not followed/);
    assert.match(plan('environment'), /machine failed/);
    assert.match(plan('bad_task'), /cannot be solved/);
  });

  it('nothing follows from a guess', () => {
    assert.match(plan('skill_defect', { sure: sureEnough - 0.01 }), /not sure enough of the cause \(49 %\)/);
    assert.equal(plan('skill_defect', { sure: sureEnough }), 'rewrite rows');
  });
});
