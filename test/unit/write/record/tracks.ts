import type { SkillVersion, VersionAuthor } from '../../../../src/engine/skills/skill.js';
import { afterJudged, type RoundEnd } from '../../../../src/engine/write/record/rounds.js';
import { type Tracked, TrackRecords } from '../../../../src/engine/write/record/trackRecord.js';

export type Sample = Partial<Tracked['run']> & Pick<Tracked, 'masked' | 'route'>;

/** Runs as the log gives them, oldest first: successes of version 1 of `ledger` unless they say otherwise. */
export const runs = (...samples: readonly Sample[]): Tracked[] =>
  samples.map(({ masked, route, ...run }, index) => ({
    run: { id: `run-${index}`, skill: 'ledger', version: 1, outcome: 'success', startedAt: index, ...run },
    ...(masked ? { masked } : {}),
    ...(route ? { route } : {}),
  }));

/** `+` success, `-` failure, `?` not judged. */
export const outcomes = (signs: string, more: Sample = {}): Sample[] =>
  Array.from(signs, (sign) => ({
    ...more,
    outcome: sign === '+' ? 'success' : sign === '-' ? 'failure' : 'unknown',
  }));

export function tracksOf(samples: readonly Sample[], end: RoundEnd = afterJudged(1000)): TrackRecords {
  const tracks = new TrackRecords(end);
  for (const run of runs(...samples)) tracks.add(run);
  return tracks;
}

/** A version of a skill: its tree, the tree it was made from, and who made it. */
export type Written = readonly [tree: string | null, parent: string | null, by?: VersionAuthor];

/** A history, oldest first. What Memento wrote came from a proposal. */
export const history = (...written: readonly Written[]): SkillVersion[] =>
  written.map(([tree, parent, by = 'hand'], index) => ({
    version: index + 1,
    tree,
    hash: tree ?? '',
    parent,
    by,
    why: '',
    at: index,
    ...(by === 'memento' ? { proposal: `p-${index + 1}` } : {}),
  }));

export function near(actual: number | undefined, expected: number, within = 1e-9): void {
  if (actual === undefined || Math.abs(actual - expected) > within)
    throw new Error(`${String(actual)} is not ${expected}`);
}
