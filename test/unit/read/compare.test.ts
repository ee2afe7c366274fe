import assert from 'node:assert/strict';
import { compare, type Comparison } from '../../../src/engine/read/compare.js';
import type { Example, SkillText } from '../../../src/engine/read/example.js';
import { judge } from '../../../src/engine/read/championship.js';
import { train } from '../../../src/engine/read/train.js';
import { atOnce } from '../../../src/engine/steps.js';

const skills: readonly SkillText[] = ['ledger', 'tags', 'slugs', 'shifts'].map((name) => ({
  id: name,
  name,
  description: `Writes ${name}.`,
  body: '',
}));
const seed = 1;

/** The task of a minute: its words stand in no skill and in no other task, so that only whoever was trained on it knows it. */
const task = (minute: number, words: (minute: number) => string = (at) => `qq${at} zz${at} ww${at}`): Example => ({
  query: words(minute),
  positives: [skills[minute % skills.length]?.id ?? ''],
  negatives: [],
  source: 'outcome',
  outcome: 1,
  at: minute,
});
const tasks = (count: number, words?: (minute: number) => string): Example[] =>
  Array.from({ length: count }, (_, minute) => task(minute, words));

const championOf = (examples: readonly Example[], at: number) => ({
  learned: atOnce(train({ skills, examples, seed })),
  at,
});
const comparison = (examples: readonly Example[], champion?: ReturnType<typeof championOf>): Comparison =>
  atOnce(compare({ skills, examples, seed, champion })) ?? assert.fail('nothing was compared');

describe('champion and challenger', () => {
  it('does not ask the champion what it was trained on', () => {
    const all = tasks(100);
    // It was trained on everything and knows every task by heart; without them it knows none of the latest.
    const { heldOut, champion, challenger } = comparison(all, championOf(all, 1000));
    assert.equal(heldOut, 20);
    assert.equal(champion, challenger);
    assert.ok(champion < 0.6, String(champion));
  });

  it('holds out only what came after the champion, when that is enough', () => {
    const all = tasks(100);
    const { heldOut } = comparison(all, championOf(all.slice(0, 90), 89));
    assert.equal(heldOut, 10);
    // All of the fifth is newer.
    assert.equal(comparison(all, championOf(all.slice(0, 40), 39)).heldOut, 20);
    // Four are too few to tell anything.
    assert.equal(comparison(all, championOf(all.slice(0, 96), 95)).heldOut, 20);
    assert.equal(comparison(all).heldOut, 20);
  });

  it('lets a challenger win that has learned since, and no one that has not', () => {
    // From the fortieth on the same words are about another skill: what the champion has learned is wrong.
    const all = tasks(100, (at) => `thing${(at + (at < 40 ? 1 : 0)) % skills.length} of day ${at}`);
    const early = championOf(all.slice(0, 40), 39);
    const learned = comparison(all, early);
    assert.ok(learned.challenger > learned.champion, JSON.stringify(learned));
    assert.equal(judge(learned, true).accepted, true);
    assert.equal(judge(comparison(all, championOf(all, 99)), true).accepted, false);
  });

  it('counts what was made up since for the challenger alone', () => {
    const words = (at: number): string => `thing${at % skills.length} of day ${at}`;
    const all = tasks(30, (at) => (at < 24 ? `nothing ${at}` : words(at)));
    const champion = championOf(all, 29);
    const made = skills.flatMap(({ id }, skill): Example[] =>
      [0, 1, 2, 3, 4].map((one) => ({
        query: `thing${skill} number ${one}`,
        positives: [id],
        negatives: [],
        source: 'synthetic',
        at: 30,
      })),
    );
    const before = comparison(all, champion);
    assert.equal(before.challenger, before.champion);
    const after = comparison([...made, ...all], champion);
    assert.equal(after.heldOut, 6);
    assert.ok(after.challenger >= after.champion && after.challenger > before.challenger, JSON.stringify(after));
  });
});
