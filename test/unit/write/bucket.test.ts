import assert from 'node:assert/strict';
import type { Skill } from '../../../src/engine/skills/skill.js';
import type { RunRecord } from '../../../src/engine/store/runRecord.js';
import type { Cause } from '../../../src/engine/write/attribution.js';
import { jaccard } from '../../../src/engine/write/alike.js';
import { type Bucket, bucketsOf, ripenessOf } from '../../../src/engine/write/bucket.js';
import type { Tried } from '../../../src/engine/write/tried.js';
import { defaultLearning, type LearningSettings } from '../../../src/engine/write/settings.js';
import { record } from './records.js';

const own = (name: string): Skill => ({ name, source: 'own' }) as Skill;
const blamed = (cause: Cause, skill: string | null = null, confidence = 0.9) => ({
  attribution: { cause, skill, confidence },
});
const asked = (prompt: string) => ({ task: { prompt } });

function sort(records: readonly RunRecord[], more: Partial<Parameters<typeof bucketsOf>[1]> = {}): string[] {
  const rules = {
    library: [own('rows'), own('dates')],
    locked: new Set<string>(),
    closed: new Set<string>(),
    tried: new Map<string, Tried>(),
    versionOf: () => 1,
    recent: () => true,
    settings: defaultLearning,
  };
  return bucketsOf(records, { ...rules, ...more }).map(
    ({ operation, skill, runs }) => `${operation} ${skill ?? '-'}: ${runs.map(({ run }) => run.id).join(' ')}`,
  );
}

describe('buckets of failures', () => {
  it('go by the skill that is to be changed, and by what is to be done with it', () => {
    assert.deepEqual(
      sort([
        record('a', blamed('skill_defect', 'rows')),
        record('b', blamed('skill_defect', 'dates')),
        record('c', blamed('wrong_skill', 'rows')),
        record('d', blamed('skill_defect', 'rows')),
      ]),
      ['rewrite rows: a d', 'rewrite dates: b', 'route_fix rows: c'],
    );
  });

  it('count a task once that was tried twice, unless the person has named the cause of the second try', () => {
    const first = record('a', blamed('skill_defect', 'rows'));
    const second = record('b', { ...blamed('skill_defect', 'rows'), retryOf: 'a' });
    assert.deepEqual(sort([first, second]), ['rewrite rows: a']);
    const named = { attribution: { cause: 'skill_defect', skill: 'dates', confidence: 1, by: 'user' } } as const;
    assert.deepEqual(sort([first, record('b', { ...named, retryOf: 'a' })]), ['rewrite rows: a', 'rewrite dates: b']);
  });

  it('hold requests that are alike where a skill is missing', () => {
    const missing = blamed('missing_skill');
    assert.deepEqual(
      sort([
        record('a', { ...missing, ...asked('How many errors are in the request log?') }),
        record('b', { ...missing, ...asked('Translate the title into a slug') }),
        record('c', { ...missing, ...asked('Which client had most errors in the request log?') }),
      ]),
      ['create -: a c', 'create -: b'],
    );
  });

  it('draw the line of likeness at the threshold', () => {
    const missing = blamed('missing_skill');
    const some = [
      record('a', { ...missing, ...asked('alpha beta gamma delta epsilon') }),
      record('b', { ...missing, ...asked('alpha beta zeta eta theta') }),
    ];
    const likeness = jaccard(new Set([1, 2, 3, 4, 5].map(String)), new Set([1, 2, 6, 7, 8].map(String)));
    assert.equal(likeness, 0.25);
    assert.deepEqual(sort(some), ['create -: a b']);
    assert.deepEqual(sort(some, { settings: { ...defaultLearning, alike: 0.26 } }), ['create -: a', 'create -: b']);
  });

  it('leave out successes, guesses, what was written from, and what is too old', () => {
    const defect = blamed('skill_defect', 'rows');
    const records = [
      record('success', { ...defect, outcome: 'success' }),
      record('overruled', { ...defect, outcome: 'unknown' }),
      record('guess', blamed('skill_defect', 'rows', 0.4)),
      record('unasked'),
      record('closed', defect),
      record('old', defect),
      record('left', defect),
    ];
    const rules = { closed: new Set(['closed']), recent: ({ run }: RunRecord) => run.id !== 'old' };
    assert.deepEqual(sort(records, rules), ['rewrite rows: left']);
    assert.deepEqual(sort(records, { ...rules, locked: new Set(['rows']) }), []);
  });

  it('hold what was written from in vain, as long as the skill is what it failed with', () => {
    const defect = blamed('skill_defect', 'rows');
    const tried = new Map<string, Tried>([
      ['old', { version: 1, times: 1 }],
      ['vain', { version: 2, times: 1 }],
      ['none', { version: null, times: 1 }],
      ['other', { version: 2, times: 1 }],
    ]);
    const records = [
      record('old', defect),
      record('vain', defect),
      record('none', blamed('missing_skill')),
      record('other', blamed('wrong_skill', 'rows')),
      record('new', defect),
    ];
    assert.deepEqual(sort(records, { tried, versionOf: () => 2 }), ['rewrite rows: vain new', 'create -: none']);
  });

  it('hold the latest eight', () => {
    const many = Array.from('abcdefghij', (id) => record(id, blamed('skill_defect', 'rows')));
    assert.deepEqual(sort(many), ['rewrite rows: c d e f g h i j']);
  });
});

describe('when a bucket is ripe', () => {
  const bucket = (decidedBy: RunRecord['decidedBy'], operation: Bucket['operation'] = 'rewrite'): Bucket => ({
    operation,
    skill: 'rows',
    runs: [decidedBy ? record('a', { decidedBy }) : record('a')],
  });
  const ripeness = (of: Bucket, more: Partial<LearningSettings> = {}, tried = new Map<string, Tried>()) => {
    const { have, needed } = ripenessOf(of, { settings: { ...defaultLearning, ...more }, tried });
    return `${have} of ${needed}`;
  };

  it('one failure that a check or the person decided is enough in the editor', () => {
    assert.equal(ripeness(bucket('check')), '1 of 1');
    assert.equal(ripeness(bucket('user')), '1 of 1');
    assert.equal(ripeness(bucket('limit')), '1 of 2');
  });

  it('two are needed elsewhere, and three of a skill that was not chosen', () => {
    assert.equal(ripeness(bucket('check'), { fromOneExample: false }), '1 of 2');
    assert.equal(ripeness(bucket('check', 'route_fix')), '1 of 3');
  });

  it('beside what was written from in vain as many new ones are needed as that has happened times', () => {
    const runs = Array.from('abcd', (id) => record(id, { decidedBy: 'check' }));
    const tried = (...times: number[]) =>
      new Map<string, Tried>(times.map((n, at) => ['abcd'.charAt(at), { version: 1, times: n }]));
    const of = (count: number): Bucket => ({ ...bucket('check'), runs: runs.slice(0, count) });
    assert.equal(ripeness(of(3), { fromOneExample: false }, tried(1, 1)), '1 of 1');
    assert.equal(ripeness(of(3), {}, tried(2, 1)), '1 of 2');
    assert.equal(ripeness(of(4), {}, tried(2, 1)), '2 of 2');
    assert.equal(ripeness(of(4), {}, tried(2, 3, 1)), '1 of 3');
  });

  it('a cause that the person has named does not wait', () => {
    const named = record('b', { attribution: { cause: 'skill_defect', skill: 'rows', confidence: 1, by: 'user' } });
    const tried = new Map<string, Tried>([['a', { version: 1, times: 3 }]]);
    assert.equal(ripeness({ ...bucket('check'), runs: [record('a'), named] }, {}, tried), '1 of 1');
    // The same word about a failure that was written from before was heard then.
    const heard = new Map<string, Tried>([...tried, ['b', { version: 1, times: 1 }]]);
    assert.equal(ripeness({ ...bucket('check'), runs: [record('a'), named, record('c')] }, {}, heard), '1 of 3');
  });
});
