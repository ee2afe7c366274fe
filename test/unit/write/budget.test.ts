import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { english } from '../../../src/engine/text.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { DayBudget } from '../../../src/engine/write/budget.js';
import { useTempFolder } from '../store/temp.js';

describe('tokens for learning', () => {
  const inTemp = useTempFolder();
  const noon = new Date(2026, 2, 5, 12).getTime();
  const hour = 3600 * 1000;
  let now = noon;
  let problems: string[] = [];
  beforeEach(() => {
    now = noon;
    problems = [];
  });

  /** A window on the folder. */
  const open = (): DayBudget =>
    new DayBudget({
      file: inTemp('budget.json'),
      lock: createStateLock({ dir: inTemp('lock'), owner: createWindowId() }),
      clock: { now: () => now },
      tokensPerDay: 1000,
      onProblem: (problem) => problems.push(english(problem)),
    });

  it('are counted until the day’s are used up, and not below nothing', async () => {
    const budget = open();
    assert.equal(await budget.left(), 1000);
    await budget.spend(400);
    assert.equal(await budget.left(), 600);
    await budget.spend(599);
    assert.equal(await budget.left(), 1);
    await budget.spend(50);
    assert.equal(await budget.left(), 0);
    assert.deepEqual(JSON.parse(readFileSync(inTemp('budget.json'), 'utf8')), {
      version: 1,
      day: '2026-03-05',
      tokens: 1049,
    });
  });

  it('are estimated where the endpoint does not count: four characters each', async () => {
    const budget = open();
    await budget.spend(null, 401);
    assert.equal(await budget.left(), 1000 - 101);
    await budget.spend(7, 401);
    assert.equal(await budget.left(), 1000 - 108, 'what is counted is not estimated');
  });

  it('begin anew with the person’s day', async () => {
    const budget = open();
    await budget.spend(1000);
    now = noon + 11.9 * hour;
    assert.equal(await budget.left(), 0);
    now = noon + 12 * hour;
    assert.equal(await budget.left(), 1000);
    await budget.spend(10);
    assert.equal(await budget.left(), 990);
  });

  it('of two windows add up', async () => {
    const [one, other] = [open(), open()];
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).spend(10)));
    assert.deepEqual([await one.left(), await other.left()], [800, 800]);
  });

  it('are all there when the file is damaged, which is told and kept', async () => {
    writeFileSync(inTemp('budget.json'), '{"version":1,"day":"2026-03-05","tokens":-5}');
    const budget = open();
    assert.equal(await budget.left(), 1000);
    assert.equal(problems.length, 1);
    await budget.spend(1);
    assert.equal(await budget.left(), 999);
    assert.match(readFileSync(inTemp('budget.json.damaged'), 'utf8'), /-5/);
  });
});
