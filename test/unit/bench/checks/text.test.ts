import assert from 'node:assert/strict';
import type { Check, Checked } from '../../../../src/bench/tasks/benchTask.js';
import { checkAnswer } from '../../../../src/bench/checks/checkAnswer.js';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';

const never = new AbortController().signal;
const check = (one: Check, answer: string, signal = never): Promise<Checked> =>
  checkAnswer(one, { answer, folder: '/nowhere' }, signal);
const all = async (one: Check, answers: readonly string[], passed: boolean): Promise<void> => {
  for (const answer of answers) assert.equal((await check(one, answer)).passed, passed, JSON.stringify(answer));
};

describe('a numeric check', () => {
  it('takes a number however it is written, and nothing else', async () => {
    const one: Check = { type: 'numeric', answer: 1234.5 };
    await all(
      one,
      ['1234.5', ' 1,234.50\n', '$1,234.5', '1234.5 €', '+1234.5', '1.2345e3', '1234.5.', '1234.5%'],
      true,
    );
    const wrong = [
      '1234.6',
      '-1234.5',
      '1,2345',
      '12 34.5',
      '1234.5 and 2',
      'about 1234.5',
      '',
      '.',
      'NaN',
      '0x4d2',
      'e3',
    ];
    await all(one, wrong, false);
    await all({ type: 'numeric', answer: -7 }, ['-7', '-$7', '\u22127', '- 7'.replace(' ', '')], true);
    await all({ type: 'numeric', answer: 0 }, ['0', '-0', '0.0'], true);
    await all({ type: 'numeric', answer: 0 }, ['', '-', 'Infinity', '1e999', '.e3'], false);
  });

  it('allows for a difference, absolute or as a share, whichever is wider', async () => {
    await all({ type: 'numeric', answer: 1, abs: 0.1 }, ['1.1', '0.9', '1'], true);
    await all({ type: 'numeric', answer: 1, abs: 0.1 }, ['1.11', '0.89'], false);
    await all({ type: 'numeric', answer: -200, rel: 0.01 }, ['-198', '-202'], true);
    await all({ type: 'numeric', answer: -200, rel: 0.01 }, ['-197.9', '-202.1', '200'], false);
    await all({ type: 'numeric', answer: 200, abs: 5, rel: 0.01 }, ['205', '195'], true);
    await all({ type: 'numeric', answer: 1e-9 }, ['1e-9'], true);
    await all({ type: 'numeric', answer: 1e-9 }, ['1.0001e-9', '0'], false);
  });

  it('takes units off', async () => {
    const one: Check = { type: 'numeric', answer: 12, units: ['m', 'km', 'EUR', 'miles per hour'] };
    await all(one, ['12', '12 km', '12KM', 'EUR 12', 'eur12', '12 miles per hour', '12 m.'], true);
    await all(one, ['12 cm', '12 km/h', '12 km 5', 'km'], false);
    await all({ type: 'numeric', answer: 12 }, ['12 km'], false);
  });

  it('is not held up by a megabyte of blanks', () =>
    all({ type: 'numeric', answer: 1, units: ['m'] }, [`1${' '.repeat(1e6)}2`, '9'.repeat(1e6)], false));

  it('says what was expected', async () => {
    assert.equal(
      (await check({ type: 'numeric', answer: 12, abs: 0.5, rel: 0.1 }, 'twelve')).feedback,
      'expected: 12\ngot: twelve\ntolerance: ± 0.5 or ± 10 %\nThe answer is not a number.',
    );
    assert.equal((await check({ type: 'numeric', answer: 12 }, '13')).feedback, 'expected: 12\ngot: 13');
  });
});

describe('a check by a pattern', () => {
  it('passes where it matches somewhere', async () => {
    await all({ type: 'regex', pattern: 'v\\d+' }, ['v1', 'it is v12.'], true);
    await all({ type: 'regex', pattern: 'v\\d+' }, ['V1', ''], false);
    await all({ type: 'regex', pattern: '^V\\d$', flags: 'im' }, ['x\nv1'], true);
    await all({ type: 'regex', pattern: '^$' }, [''], true);
    assert.equal(
      (await check({ type: 'regex', pattern: 'a+', flags: 'i' }, 'b')).feedback,
      'expected: a match of /a+/i\ngot: b',
    );
  });

  it('is given up when it tracks back without end, and leaves the thread free meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const bomb = await check({ type: 'regex', pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`);
    clearInterval(timer);
    assert.equal(bomb.passed, false);
    assert.match(bomb.feedback, /could not be matched within 2 s/);
    assert.ok(turns > 10, `only ${turns} turns of the event loop`);
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const waits = check({ type: 'regex', pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`, stop.signal);
    stop.abort();
    await assert.rejects(waits, CancelledError);
    await assert.rejects(check({ type: 'regex', pattern: 'a' }, 'a', AbortSignal.abort()), CancelledError);
  });

  it('says that a pattern cannot be used', () =>
    assert.rejects(check({ type: 'regex', pattern: '(' }, 'a'), (error) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, /cannot be used/);
      return true;
    }));

  it('takes an answer of a megabyte', () => all({ type: 'regex', pattern: 'end$' }, [`${'x'.repeat(1e6)}end`], true));
});

describe('a check of a set', () => {
  const set = (more: Partial<Extract<Check, { type: 'set' }>> = {}): Check => ({
    ...{ type: 'set', answer: ['a', 'b', 'c'] },
    ...more,
  });

  it('takes the items in any order, at commas or on lines', async () => {
    await all(set(), ['a, b, c', 'c,b,a', 'b\na\r\nc\n', 'a,a,b,c', 'a, b, c,'], true);
    await all(set(), ['a, b', 'a, b, c, d', 'A, b, c', '', 'a b c'], false);
    await all(set({ answer: [] }), ['', ' \n'], true);
    await all(set({ answer: [] }), ['a'], false);
  });

  it('ordered: one after another, each once', async () => {
    await all(set({ ordered: true }), ['a,b,c'], true);
    await all(set({ ordered: true }), ['b,a,c', 'a,b,c,c', 'a,a,b,c'], false);
  });

  it('subset: more may be there, between them too where they are ordered', async () => {
    await all(set({ subset: true }), ['x, c, b, a', 'a,b,c'], true);
    await all(set({ subset: true }), ['x, b, a'], false);
    await all(set({ subset: true, ordered: true }), ['x, a, b, y, c'], true);
    await all(set({ subset: true, ordered: true }), ['x, b, a, c'], false);
  });

  it('makes items comparable, and keeps commas in those that have them', async () => {
    await all(set({ normalize: 'case' }), ['A, B, C'], true);
    await all(set({ answer: ['1,000', '2.0'], normalize: 'gaia' }), ['$1000\n2'], true);
    await all(set({ answer: ['Doe, Jane', 'Roe, Jim'] }), ['Roe, Jim\nDoe, Jane'], true);
    await all(set({ answer: ['Doe, Jane'] }), ['Doe, Jane'], true);
    await all(set({ answer: ['Doe, Jane'] }), ['Jane, Doe'], false);
  });

  it('is not held up by a million items', async () => {
    const many = Array.from({ length: 300_000 }, (_, index) => `n${index}`);
    await all(set({ answer: many, normalize: 'gaia' }), [[...many].reverse().join()], true);
    const { feedback } = await check(set({ answer: many, normalize: 'gaia' }), many.map((one) => `${one}x`).join());
    assert.match(feedback, /too many items to compare/);
  });

  it('says what is missing and what is too much', async () => {
    const { feedback } = await check(set(), 'a, d');
    assert.equal(feedback, 'expected: a, b, c\ngot: a, d\nmissing: b, c\ntoo much: d');
    const order = await check(set({ ordered: true }), 'b,a,c');
    assert.equal(order.feedback.split('\n')[2], 'The order or the number of the items is wrong.');
  });
});

describe('a check of JSON', () => {
  const json = (answer: unknown, more: Partial<Extract<Check, { type: 'json' }>> = {}): Check => ({
    ...{ type: 'json', answer },
    ...more,
  });

  it('compares in depth', async () => {
    const one = json({ a: [1, { b: null }], c: 'x' });
    await all(one, ['{"c":"x","a":[1,{"b":null}]}', '```json\n{"a":[1.0,{"b":null}],"c":"x"}\n```\n'], true);
    const wrong = ['{"a":[{"b":null},1],"c":"x"}', '{"a":[1,{"b":null}]}', '{"a":[1,{"b":0}],"c":"x"}', 'x', '', '[]'];
    await all(one, wrong, false);
    await all(json({ 0: 1 }), ['[1]'], false);
    await all(json([1]), ['{"0":1,"length":1}'], false);
    await all(json('7'), ['7'], false);
    await all(json(null), ['null'], true);
    assert.equal((await check(json([1]), 'x')).feedback, 'expected: [1]\ngot: x\nThe answer is no JSON.');
  });

  it('subset: objects and lists may hold more', async () => {
    await all(json({ a: { b: 1 } }, { subset: true }), ['{"a":{"b":1,"c":2},"d":3}'], true);
    await all(json({ a: { b: 1 } }, { subset: true }), ['{"a":{"c":2},"b":1}'], false);
    await all(json([1, 3], { subset: true }), ['[1,2,3]'], true);
    await all(json([1, 3], { subset: true }), ['[3,1]', '[1]'], false);
  });

  it('in any order: lists of the same items, each as often', async () => {
    await all(json([1, [2, 3], 1], { ordered: false }), ['[[3,2],1,1]'], true);
    await all(json([1, [2, 3], 1], { ordered: false }), ['[[3,2],1,3]', '[[3,2],1]', '[1,1,1]'], false);
    await all(json({ a: [{ x: 1, y: 2 }] }, { ordered: false }), ['{"a":[{"y":2,"x":1}]}'], true);
  });

  it('in any order and more: finds a partner for each, also where the first that fits is needed by another', async () => {
    const one = json([{ a: 1 }, { a: 1, b: 2 }], { ordered: false, subset: true });
    await all(one, ['[{"a":1,"b":2},{"a":1}]', '[{"a":1},{"a":1,"b":2}]', '[{"a":1,"b":2},5,{"a":1,"c":3}]'], true);
    await all(one, ['[{"a":1,"b":2}]', '[{"a":1},{"a":1}]'], false);
    const chain = json([{ a: 1 }, { b: 1 }, { c: 1 }], { ordered: false, subset: true });
    await all(chain, ['[{"a":1,"b":1},{"b":1,"c":1},{"a":1}]'], true);
    await all(chain, ['[{"a":1,"b":1,"c":1},{"a":1,"b":1,"c":1},{}]'], false);
  });

  it('takes no prototype for a key', async () => {
    await all(json({ toString: 1 }), ['{}', '{"a":1}'], false);
    await all(json({ constructor: 1 }, { subset: true }), ['{"constructor":1}'], true);
    await all(json({}), ['{"__proto__":{}}'], false);
    await all(json({ a: 1 }, { subset: true }), ['{"__proto__":{"a":1}}'], false);
  });

  it('is not brought down by an answer that is deep or large', async () => {
    await all(json([1]), [`${'['.repeat(100_000)}1${']'.repeat(100_000)}`], false);
    await all(json([1]), [`\`\`\`\n${'\n'.repeat(1_000_000)}x`, `\`\`\`${'\n '.repeat(500_000)}\`\`\``], false);
    const items = Array.from({ length: 5000 }, (_, index) => index);
    await all(json(items, { ordered: false }), [JSON.stringify([...items].reverse())], true);
    const same = await check(
      json(
        items.map(() => ({ a: 1 })),
        { ordered: false, subset: true },
      ),
      JSON.stringify(items),
    );
    assert.match(same.feedback, /^expected: .*\ngot: /);
    const hard = await check(
      json([...items.map((a) => ({ a })), { z: 1 }], { ordered: false, subset: true }),
      JSON.stringify([...items.map((a) => ({ a })).reverse(), 0]),
    );
    assert.match(hard.feedback, /too large to compare/);
  });
});
