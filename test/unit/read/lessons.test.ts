import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Example } from '../../../src/engine/read/example.js';
import type { Lesson } from '../../../src/engine/read/lesson.js';
import { Lessons } from '../../../src/engine/read/lessons.js';
import type { RunRecord } from '../../../src/engine/store/runRecord.js';
import type { Cause } from '../../../src/engine/write/attribution.js';
import { times } from '../../support/soak.js';
import { seeded } from '../store/children.js';
import { recordFrom, routedRun, verdictLater, type RoutedSample } from './routerSample.js';

const lessonsOf = (records: readonly RunRecord[]): Promise<readonly Lesson[]> =>
  new Lessons({ records: () => Promise.resolve(records) }).all();

/** What the runs teach, without query and time. */
async function taught(...samples: readonly Partial<RoutedSample>[]): Promise<unknown[]> {
  const records = samples.map((sample, index) =>
    recordFrom(routedRun({ run: `run-${index}`, number: index + 1, skill: 'ledger', prompt: 'Sum it.', ...sample })),
  );
  return (await lessonsOf(records)).map(({ example }) => example && plain(example));
}

const plain = ({ positives, negatives, source, outcome }: Example): unknown => [positives, negatives, source, outcome];

describe('what runs teach the router', () => {
  it('takes a success for the skill and a failure against it, when a check or the person decided', async () => {
    assert.deepEqual(await taught({ outcome: 'success' }), [[['ledger'], [], 'outcome', 1]]);
    assert.deepEqual(await taught({ outcome: 'failure', decidedBy: 'user' }), [[[], ['ledger'], 'outcome', 0]]);
    assert.deepEqual(await taught({}, { outcome: 'failure', decidedBy: 'limit' }), [undefined, undefined]);
    assert.deepEqual(await taught({ skill: null, outcome: 'success' }, { skill: null, outcome: 'failure' }), [
      undefined,
      undefined,
    ]);
  });

  it('learns what worked next for the task of a failure, and that once', async () => {
    const retried = await taught(
      { outcome: 'failure' },
      { skill: 'tags', outcome: 'success', by: 'retry', retryOf: 'run-0' },
    );
    assert.deepEqual(retried, [
      [[], ['ledger'], 'outcome', 0],
      [['tags'], [], 'outcome', 1],
    ]);
    const chosen = await taught(
      { skill: null, outcome: 'failure' },
      { skill: 'tags', by: 'person', outcome: 'success' },
    );
    assert.deepEqual(chosen, [undefined, [['tags'], [], 'correction', 1]]);
    // Other words of the task are another example.
    assert.deepEqual(
      await taught({ outcome: 'failure' }, { skill: 'tags', outcome: 'success', retryOf: 'run-0', prompt: 'Sum!' }),
      [
        [['tags'], ['ledger'], 'outcome', 0],
        [['tags'], [], 'outcome', 1],
      ],
    );
  });

  it('does not hold a failure against a skill that has worked for the same task since', async () => {
    assert.deepEqual(await taught({ outcome: 'failure' }, { outcome: 'success' }), [
      undefined,
      [['ledger'], [], 'outcome', 1],
    ]);
  });

  it('takes what the person chose for a full label, unless its run failed or was broken off', async () => {
    assert.deepEqual(await taught({ by: 'person' }), [[['ledger'], [], 'correction', undefined]]);
    assert.deepEqual(await taught({ by: 'person', outcome: 'success' }), [[['ledger'], [], 'correction', 1]]);
    assert.deepEqual(await taught({ by: 'person', outcome: 'failure' }), [[[], ['ledger'], 'outcome', 0]]);
    assert.deepEqual(await taught({ by: 'person', status: 'cancelled' }), [undefined]);
    const picks = { router: ['tags', 'ledger'], bm25: [], usage: [] };
    assert.deepEqual(await taught({ by: 'person', skill: null, picks }), [[[], ['tags'], 'correction', undefined]]);
  });

  it('believes an attribution that is sure, and keeps a choice that was not at fault', async () => {
    const failed = (cause: 'wrong_skill' | 'missing_skill' | 'skill_defect', confidence = 0.8, skill = 'tags') =>
      taught({ outcome: 'failure', attribution: { cause, confidence, skill } });
    assert.deepEqual(await failed('wrong_skill'), [[['tags'], ['ledger'], 'attribution', 0]]);
    assert.deepEqual(await failed('missing_skill'), [[[], ['ledger'], 'attribution', 0]]);
    assert.deepEqual(await failed('skill_defect', 0.8, 'ledger'), [undefined]);
    assert.deepEqual(await failed('wrong_skill', 0.4), [[[], ['ledger'], 'outcome', 0]]);
  });

  it('holds a defect against a skill that is never mended, and only against such a one', async () => {
    const unmended = async (...samples: readonly Partial<RoutedSample>[]): Promise<unknown[]> => {
      const records = samples.map((sample, index) =>
        recordFrom(
          routedRun({ run: `run-${index}`, number: index + 1, skill: 'ledger', prompt: 'Sum it.', ...sample }),
        ),
      );
      return (await lessonsOf(records)).map(({ unmended }) => unmended && plain(unmended));
    };
    const failed = (cause: Cause, more: Partial<RoutedSample> = {}) =>
      ({ outcome: 'failure', attribution: { cause, confidence: 0.8, skill: 'ledger' }, ...more }) as const;
    assert.deepEqual(await unmended(failed('skill_defect')), [[[], ['ledger'], 'attribution', 0]]);
    assert.deepEqual(await unmended(failed('execution_lapse'), failed('environment'), failed('bad_task')), [
      undefined,
      undefined,
      undefined,
    ]);
    const named = { cause: 'skill_defect', confidence: 1, skill: 'ledger', by: 'user' } as const;
    assert.deepEqual(await unmended(failed('skill_defect', { attribution: named })), [
      [[], ['ledger'], 'correction', 0],
    ]);
    // It has worked for the same task since; what it was tried with next has.
    assert.deepEqual(await unmended(failed('skill_defect'), { outcome: 'success' }), [undefined, undefined]);
    const next = { skill: 'tags', outcome: 'success', retryOf: 'run-0', prompt: 'Sum!' } as const;
    assert.deepEqual(await unmended(failed('skill_defect'), next), [[['tags'], ['ledger'], 'outcome', 0], undefined]);
    assert.deepEqual(await taught(failed('skill_defect'), next), [
      [['tags'], [], 'outcome', undefined],
      [['tags'], [], 'outcome', 1],
    ]);
  });

  it('believes no model about a tainted run, but still the check and the person', async () => {
    const attribution = { cause: 'wrong_skill', confidence: 0.9, skill: 'tags' } as const;
    const failed = (more: Partial<RoutedSample>) => taught({ outcome: 'failure', attribution, ...more });
    assert.deepEqual(await failed({}), [[['tags'], ['ledger'], 'attribution', 0]]);
    assert.deepEqual(await failed({ tainted: true }), [[[], ['ledger'], 'outcome', 0]]);
    assert.deepEqual(await failed({ tainted: true, decidedBy: 'user' }), [[[], ['ledger'], 'outcome', 0]]);
    assert.deepEqual(await failed({ tainted: true, decidedBy: 'limit' }), [undefined]);
    // Tests lie in the workspace, which such a run may have changed.
    assert.deepEqual(await taught({ outcome: 'success', decidedBy: 'tests' }), [[['ledger'], [], 'outcome', 1]]);
    assert.deepEqual(await taught({ tainted: true, outcome: 'success', decidedBy: 'tests' }), [undefined]);
    assert.deepEqual(await taught({ tainted: true, outcome: 'success' }), [[['ledger'], [], 'outcome', 1]]);
  });

  it('takes the cause that the person names for a full label, also of a tainted run', async () => {
    const named = (cause: Cause, skill: string | null, more: Partial<RoutedSample> = {}) =>
      taught({ outcome: 'failure', attribution: { cause, confidence: 1, skill, by: 'user' }, ...more });
    for (const tainted of [true, false]) {
      assert.deepEqual(await named('wrong_skill', 'tags', { tainted }), [[['tags'], ['ledger'], 'correction', 0]]);
      assert.deepEqual(await named('missing_skill', null, { tainted }), [[[], ['ledger'], 'correction', 0]]);
      for (const cause of ['skill_defect', 'execution_lapse'] as const)
        assert.deepEqual(await named(cause, 'ledger', { tainted }), [undefined]);
    }
    // None was used: the better one is known, or the first that was passed over does not fit either.
    const picks = { router: ['slugs', 'ledger'], bm25: [], usage: [] };
    assert.deepEqual(await named('wrong_skill', 'tags', { skill: null }), [[['tags'], [], 'correction', undefined]]);
    assert.deepEqual(await named('missing_skill', null, { skill: null, picks }), [
      [[], ['slugs'], 'correction', undefined],
    ]);
    assert.deepEqual(await named('environment', null, { skill: null, picks }), [undefined]);
  });

  it('counts what the person names as the right one among the tasks it is judged by, before what worked since', async () => {
    const attribution = { cause: 'wrong_skill', confidence: 1, skill: 'tags', by: 'user' } as const;
    const first = { run: 'a', number: 1, skill: 'ledger', prompt: 'Sum it.', outcome: 'failure', attribution } as const;
    const since = { run: 'b', number: 2, skill: 'slugs', prompt: 'Sum it.', outcome: 'success' } as const;
    const [lesson] = await lessonsOf([recordFrom(routedRun(first)), recordFrom(routedRun(since))]);
    assert.equal(lesson?.label, 'tags');
    assert.deepEqual(plain(lesson.example ?? assert.fail()), [['tags'], ['ledger'], 'correction', 0]);
  });

  it('follows a verdict that is overruled days later, and keeps the lessons of other runs as they are', async () => {
    const first = { run: 'a', number: 1, skill: 'ledger', outcome: 'success' } as const;
    const records = [recordFrom(routedRun(first)), recordFrom(routedRun({ ...first, run: 'b', number: 2 }))];
    const lessons = new Lessons({ records: () => Promise.resolve([...records]) });
    const before = await lessons.all();
    records[0] = recordFrom([...routedRun(first), verdictLater(first, 'failure')]);
    const after = await lessons.all();
    assert.deepEqual(plain(after[0]?.example ?? assert.fail()), [[], ['ledger'], 'outcome', 0]);
    assert.equal(after[1]?.example, before[1]?.example);
  });

  it('is the same in whatever order the events are read', async () => {
    const skill = fc.constantFrom('ledger', 'tags', 'slugs');
    const sample = fc.record(
      {
        prompt: fc.constantFrom('Sum it.', 'Tag it.'),
        skill: fc.option(skill),
        by: fc.constantFrom('router' as const, 'person' as const, 'retry' as const),
        outcome: fc.constantFrom('success' as const, 'failure' as const),
        decidedBy: fc.constantFrom('check' as const, 'limit' as const),
        attribution: fc.record({
          cause: fc.constantFrom('wrong_skill' as const, 'missing_skill' as const, 'skill_defect' as const),
          skill,
          confidence: fc.constantFrom(0.3, 0.9),
          by: fc.constantFrom('model' as const, 'user' as const),
        }),
        tainted: fc.boolean(),
        overruled: fc.constantFrom('success' as const, 'failure' as const),
      },
      { requiredKeys: ['prompt', 'skill'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { maxLength: 6 }), fc.nat(), async (samples, seed) => {
        const random = seeded(seed);
        const runs = samples.map(({ overruled, ...rest }, index) => {
          const one: RoutedSample = { run: `run-${index}`, number: index + 1, ...rest };
          return [...routedRun(one), ...(overruled ? [verdictLater(one, overruled)] : [])];
        });
        const shuffled = runs.map((events) => {
          const keyed = events.map((event) => ({ event, key: random() }));
          return keyed.sort((a, b) => a.key - b.key).map(({ event }) => event);
        });
        const [inOrder, mixed] = await Promise.all([
          lessonsOf(runs.map(recordFrom)),
          lessonsOf(shuffled.map(recordFrom)),
        ]);
        assert.deepEqual(mixed, inOrder);
      }),
      { numRuns: times(100, 3000) },
    );
  });
});
