import { conditionNames } from '../conditions.js';
import type { BenchSettings } from './settings.js';

/** What is run without further wishes: a look that takes minutes (a smaller world tells less than slips and luck do), and everything. */
export const profiles = {
  quick: {
    tasks: 'frozen',
    conditions: ['none', 'seed', 'naive', 'full'],
    seeds: ['1'],
    rounds: 3,
    config: {},
  },
  full: {
    tasks: 'frozen',
    conditions: conditionNames,
    seeds: ['1', '2', '3', '4', '5', '6', '7', '8'],
    rounds: 4,
    config: {},
  },
} as const satisfies Record<string, BenchSettings>;

export type ProfileName = keyof typeof profiles;
