import { makeWorld } from '../../practice/world.js';
import type { BenchWorld } from './benchWorld.js';
import { drawnWorld, type DrawnOptions } from './drawn.js';
import { seedLibrary } from './seedLibrary.js';

/** The simulated world of learning.md 4: requests in the words of their domain. Nothing drifts and nothing is noisy unless the options say so. */
export const frozenWorld = (seed: string, options: DrawnOptions = {}): BenchWorld =>
  drawnWorld({ name: 'frozen', library: seedLibrary, make: makeWorld }, seed, options);
