import assert from 'node:assert/strict';
import { plane } from '../../../../src/bench/statistics/plane.js';
import { skillMap, type MappedSkill } from '../../../../src/bench/statistics/skillMap.js';

const near = (value: number | undefined, wanted: number): void =>
  assert.ok(value !== undefined && Math.abs(value - wanted) < 1e-6, `${value} is not ${wanted}`);

describe('a plane by likeness', () => {
  it('finds back places it is given the inner products of', () => {
    // Corners of a rectangle of 4 by 2 around the origin: the long side is the first axis.
    const corners = [
      [-2, -1],
      [2, -1],
      [2, 1],
      [-2, 1],
    ] as const;
    const alike = corners.map(([x, y]) => corners.map(([u, v]) => x * u + y * v));
    const places = plane(alike, 7);
    const distance = (a: number, b: number, axis: 0 | 1): number =>
      Math.abs((places[a]?.[axis] ?? 0) - (places[b]?.[axis] ?? 0));
    near(distance(0, 1, 0), 1);
    near(distance(0, 1, 1), 0);
    near(distance(1, 2, 0), 0);
    near(distance(1, 2, 1), 1);
    near(distance(0, 2, 0), 1);
  });

  it('puts what does not differ in the middle', () => {
    assert.deepEqual(plane([], 1), []);
    assert.deepEqual(plane([[1]], 1), [[0.5, 0.5]]);
    assert.deepEqual(
      plane(
        [
          [1, 1],
          [1, 1],
        ],
        1,
      ),
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    );
    // Two things differ on one axis only.
    const two = plane(
      [
        [1, 0],
        [0, 1],
      ],
      1,
    );
    assert.deepEqual(new Set(two.map(([x]) => Math.round(x * 1e6) / 1e6)), new Set([0, 1]));
    assert.deepEqual(
      two.map(([, y]) => y),
      [0.5, 0.5],
    );
  });
});

const skills: readonly MappedSkill[] = [
  { name: 'ledger-totals', text: 'Monthly totals of a ledger: booked amounts, refunds negative, rounded to cents.' },
  { name: 'ledger-refunds', text: 'Refunds in a ledger: booked amounts of the month, negative, in cents.' },
  { name: 'ledger-currency', text: 'Currency of ledger amounts: booked cents, refunds in the same currency.' },
  { name: 'shift-roster', text: 'Night shift roster: swap of employees, breaks between shifts, hours of a night.' },
  { name: 'shift-hours', text: 'Hours of a shift: breaks, night hours, employees who swap.' },
  { name: 'shift-breaks', text: 'Breaks of employees between night shift hours.' },
];

describe('a map of skills', () => {
  it('puts skills of one subject near each other and in one cluster', () => {
    const { points, clusters } = skillMap(skills, 1);
    const ledger = points.slice(0, 3);
    const shift = points.slice(3);
    const acrossFirst = (list: typeof points): number[] => list.map(({ x }) => x);
    const gap = Math.min(...acrossFirst(shift)) - Math.max(...acrossFirst(ledger));
    assert.ok(Math.abs(gap) > 0.9, 'the first axis is the subject');
    assert.equal(new Set(ledger.map(({ cluster }) => cluster)).size, 1);
    assert.equal(new Set(shift.map(({ cluster }) => cluster)).size, 1);
    assert.notEqual(ledger[0]?.cluster, shift[0]?.cluster);
    // The words that all three share and no other has; four tie, and the first three by the alphabet are kept.
    assert.deepEqual(clusters[ledger[0]?.cluster ?? -1], ['amounts', 'booked', 'cents']);
    assert.ok(points.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1));
  });

  it('is the same each time, in whatever order the skills come', () => {
    const map = skillMap(skills, 1);
    assert.deepEqual(skillMap(skills, 1), map);
    const turned = skillMap(skills.toReversed(), 1);
    assert.deepEqual(turned.points.toReversed(), map.points);
    assert.deepEqual(turned.clusters, map.clusters);
  });

  it('has a place for skills that are like no other, and for none at all', () => {
    assert.deepEqual(skillMap([], 1), { points: [], clusters: [] });
    assert.deepEqual(skillMap([{ name: 'alone', text: 'Nothing like it.' }], 1), {
      points: [{ skill: 'alone', x: 0.5, y: 0.5, cluster: 0 }],
      clusters: [[]],
    });
  });
});
