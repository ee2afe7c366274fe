import assert from 'node:assert/strict';
import type { Check, Checked, Normalize } from '../../../../src/bench/tasks/benchTask.js';
import { checkAnswer } from '../../../../src/bench/checks/checkAnswer.js';
import { feedbackFor } from '../../../../src/bench/checks/feedback.js';

const never = new AbortController().signal;
const check = (one: Check, answer: string): Promise<Checked> => checkAnswer(one, { answer, folder: '/nowhere' }, never);
const exact = async (expected: string | string[], answer: string, normalize?: Normalize): Promise<boolean> =>
  (await check({ type: 'exact', answer: expected, ...(normalize && { normalize }) }, answer)).passed;

describe('an exact check', () => {
  it('none: compares as it is', async () => {
    assert.equal(await exact('a b', 'a b', 'none'), true);
    for (const answer of ['a b ', 'A b', 'a  b', '']) assert.equal(await exact('a b', answer, 'none'), false, answer);
  });

  it('trim, and where nothing is said: without blanks around it', async () => {
    for (const normalize of ['trim', undefined] as const) {
      assert.equal(await exact('a b', ' a b\n', normalize), true);
      assert.equal(await exact(' a b', 'a b', normalize), true);
      for (const answer of ['A b', 'a  b', '']) assert.equal(await exact('a b', answer, normalize), false, answer);
    }
  });

  it('case: without regard to letter case', async () => {
    assert.equal(await exact('Été', ' ÉTÉ ', 'case'), true);
    assert.equal(await exact('\u00e9', 'E\u0301', 'case'), true);
    assert.equal(await exact('a b', 'a-b', 'case'), false);
  });

  it('gaia: numbers by value, lists item by item, texts by their letters', async () => {
    for (const [expected, answer] of [
      ['1234', '$1,234'],
      ['17', '17 %'],
      ['3.50', '3.5'],
      ['a, b; 3', 'A,B,3.0'],
      ['Saint Petersburg', 'saint-petersburg.'],
    ] as const)
      assert.equal(await exact(expected, answer, 'gaia'), true, answer);
    for (const [expected, answer] of [
      ['1234', '1235'],
      ['17', 'seventeen'],
      ['a, b', 'b, a'],
      ['a, b', 'a, b, c'],
      ['Paris', 'Paris, France'],
    ] as const)
      assert.equal(await exact(expected, answer, 'gaia'), false, answer);
  });

  it('takes any of several answers', async () => {
    assert.equal(await exact(['(A)', 'A'], 'a', 'case'), true);
    assert.equal(await exact(['(A)', 'A'], 'b', 'case'), false);
  });

  it('says what was expected and what came, each on one line', async () => {
    assert.deepEqual(await check({ type: 'exact', answer: '7' }, '8'), {
      ...{ passed: false, feedback: 'expected: 7\ngot: 8', judged: false },
    });
    const { feedback } = await check({ type: 'exact', answer: ['a\nb', 'c'] }, '8\nexpected: 8');
    assert.equal(feedback, 'expected: a\\nb\ngot: 8\\nexpected: 8\nor: c');
    const long = await check({ type: 'exact', answer: '7' }, 'x'.repeat(1_000_000));
    assert.equal(long.feedback, `expected: 7\ngot: ${'x'.repeat(2000)} …`);
    const many = Array.from({ length: 50 }, (_, index) => `a${index}`);
    assert.equal((await check({ type: 'exact', answer: many }, 'b')).feedback.split('\n').length, 20);
  });
});

describe('what an agent learns from a failed check', () => {
  const task = (feedback: 'answer' | 'hint' | 'binary'): { feedback: typeof feedback; hint: string } => ({
    ...{ feedback, hint: 'Mind the sign.' },
  });

  it('is the answer, the hint, or only that it was wrong', async () => {
    const wrong = await check({ type: 'exact', answer: '7' }, '8');
    assert.equal(feedbackFor(task('answer'), wrong), 'expected: 7\ngot: 8');
    assert.equal(feedbackFor(task('hint'), wrong), 'wrong\nMind the sign.');
    assert.equal(feedbackFor(task('binary'), wrong), 'wrong');
  });

  it('is nothing when it passed', async () => {
    const right = await check({ type: 'exact', answer: '7' }, '7');
    for (const feedback of ['answer', 'hint', 'binary'] as const) assert.equal(feedbackFor(task(feedback), right), '');
  });
});
