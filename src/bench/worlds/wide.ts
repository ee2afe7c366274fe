import { makeWideWorld } from '../../practice/world/wide.js';
import type { BenchWorld } from './benchWorld.js';
import { sourceOf } from './distractors/distractor.js';
import { far } from './distractors/far.js';
import { near } from './distractors/near.js';
import { drawnWorld, type DrawnOptions } from './drawn.js';
import { seedLibrary } from './seedLibrary.js';

/** Share of turned verdicts when nothing is said: people are wrong now and then (issue 6). */
const usualNoise = 0.1;

/** The seed skills and the skills nobody needs, by name. */
const library: Readonly<Record<string, string>> = {
  ...seedLibrary,
  ...Object.fromEntries([...near, ...far].map((one) => [one.name, sourceOf(one)])),
};

/**
 * The frozen world made harder: requests in other words and in Korean, skills that no task needs, wrong verdicts, and conventions that change halfway.
 * @param rounds how many there are: of 4, the conventions are others from the third on
 */
export const wideWorld = (seed: string, rounds: number, options: DrawnOptions = {}): BenchWorld =>
  drawnWorld({ name: 'wide', library, make: makeWideWorld }, seed, {
    noise: usualNoise,
    // A single round has no middle.
    ...(rounds > 1 ? { drift: Math.floor(rounds / 2) + 1 } : {}),
    ...options,
  });
