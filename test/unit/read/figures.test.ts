import assert from 'node:assert/strict';
import { calibrate } from '../../../src/engine/read/calibrationBins.js';
import { judge } from '../../../src/engine/read/championship.js';
import { figuresOf } from '../../../src/engine/read/figures.js';
import { Lessons } from '../../../src/engine/read/lessons.js';
import { wilson } from '../../../src/engine/read/wilson.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { deadWindow, writeLog } from '../store/runsSample.js';
import { useTempFolder } from '../store/temp.js';
import { routedRun, type RoutedSample } from './routerSample.js';

describe('figures of the router', () => {
  const at = useTempFolder();

  it('compares the three ways on what was logged before the outcome was known', async () => {
    const picks = (router: string, bm25: string, usage: string) => ({
      router: [router, 'tags'],
      bm25: [bm25, 'tags'],
      usage: [usage, 'x'],
    });
    const samples: RoutedSample[] = [
      {
        run: 'a',
        number: 1,
        skill: 'ledger',
        outcome: 'success',
        picks: picks('ledger', 'slugs', 'ledger'),
        probability: 0.9,
      },
      {
        run: 'b',
        number: 2,
        skill: 'ledger',
        outcome: 'failure',
        picks: picks('ledger', 'tags', 'ledger'),
        prompt: 'Tag it.',
        probability: 0.6,
      },
      // A retry is the same task: it gives the label, and is not counted itself.
      {
        run: 'c',
        number: 3,
        skill: 'tags',
        by: 'retry',
        retryOf: 'b',
        prompt: 'Tag it.',
        outcome: 'success',
        picks: picks('tags', 'tags', 'tags'),
      },
      // Nobody knows what would have been right, and an older run has no picks.
      { run: 'd', number: 4, skill: 'slugs', outcome: 'failure', picks: picks('slugs', 'slugs', 'slugs') },
      { run: 'e', number: 5, skill: 'slugs', outcome: 'success' },
    ];
    writeLog(at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`), samples.flatMap(routedRun));
    const log = new RunLog({ dir: at('runs'), window: createWindowId(), clock: { now: () => 0 } });
    const figures = await figuresOf(await new Lessons(log).all());
    await log.dispose();
    assert.equal(figures.graded, 2);
    assert.equal(figures.simulated, true);
    const values = ({ router, bm25, usage }: NonNullable<typeof figures.recallAt1>): number[] => [
      router.value,
      bm25.value,
      usage.value,
    ];
    assert.deepEqual(values(figures.recallAt1 ?? assert.fail()), [0.5, 0.5, 0.5]);
    assert.deepEqual(values(figures.recallAt5 ?? assert.fail()), [1, 0.5, 0.5]);
    assert.deepEqual(
      figures.curve.map(({ tasks, recall }) => [tasks, ...values(recall)]),
      [
        [1, 1, 0, 1],
        [2, 0.5, 0.5, 0.5],
      ],
    );
    assert.deepEqual(
      [...figures.bySkill],
      [
        ['ledger', { tasks: 1, router: 1, bm25: 0 }],
        ['tags', { tasks: 1, router: 0, bm25: 1 }],
      ],
    );
    assert.equal(figures.calibration[0]?.observed.count, 5);
  });

  it('has no more than sixty points, the last of them today', async () => {
    const samples = Array.from({ length: 500 }, (_, n): RoutedSample => {
      const right = n >= 450;
      return {
        run: `r${n}`,
        number: n + 1,
        skill: 'a',
        outcome: 'success',
        picks: { router: [right ? 'a' : 'b'], bm25: ['a'], usage: [] },
      };
    });
    writeLog(at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`), samples.flatMap(routedRun));
    const log = new RunLog({ dir: at('runs'), window: createWindowId(), clock: { now: () => 0 } });
    const { curve } = await figuresOf(await new Lessons(log).all());
    await log.dispose();
    assert.ok(curve.length <= 60 && curve.length > 50, String(curve.length));
    assert.equal(curve.at(-1)?.tasks, 500);
    // The window holds the last fifty.
    assert.deepEqual([curve.at(-1)?.recall.router.value, curve.at(-1)?.recall.router.count], [1, 50]);
    assert.equal(curve[30]?.recall.router.value, 0);
  });

  it('puts runs into bins of equal mass and weighs their distance', () => {
    const runs = Array.from({ length: 100 }, (_, n) => ({ probability: n < 50 ? 0.2 : 0.8, worked: n % 10 < 5 }));
    const { calibration, calibrationError } = calibrate(runs);
    assert.equal(calibration.length, 10);
    assert.ok(calibration.every(({ observed }) => observed.count === 10 && observed.value === 0.5));
    assert.ok(Math.abs((calibrationError ?? 0) - 0.3) < 1e-9);
    assert.deepEqual(calibrate([]), { calibration: [], calibrationError: null });
    assert.equal(calibrate(runs.slice(0, 7)).calibration.length, 1);
  });

  it("has Wilson's interval", () => {
    // Newcombe 1998, table I: 81 of 263 gives .2553 to .3662, 1 of 29 .0061 to .1718, 0 of 20 0 to .1611.
    const rounded = (successes: number, count: number): number[] => {
      const { low, high } = wilson(successes, count);
      return [low, high].map((value) => Math.round(value * 1e4) / 1e4);
    };
    assert.deepEqual(rounded(81, 263), [0.2553, 0.3662]);
    assert.deepEqual(rounded(1, 29), [0.0061, 0.1718]);
    assert.deepEqual(rounded(0, 20), [0, 0.1611]);
    assert.deepEqual(wilson(0, 0), { value: 0, low: 0, high: 1, count: 0 });
  });

  it('lets a new generation in only when it wins, and never at the cost of skills without examples', () => {
    const comparison = { heldOut: 25, challenger: 0.8, champion: 0.7, bm25: 0.5, unseenLoss: 0 };
    const accepted = (more: Partial<typeof comparison>, hasChampion = true): boolean =>
      judge({ ...comparison, ...more }, hasChampion).accepted;
    assert.equal(accepted({}), true);
    assert.equal(accepted({ challenger: 0.7 }), false);
    assert.equal(accepted({ challenger: 0.7 }, false), true);
    assert.equal(accepted({ challenger: 0.62 }, false), true);
    assert.equal(accepted({ challenger: 0.6 }, false), false);
    assert.equal(accepted({ unseenLoss: 0.02 }), true);
    assert.equal(accepted({ unseenLoss: 0.03 }), false);
    assert.equal(judge(undefined, true).accepted, true);
  });
});
