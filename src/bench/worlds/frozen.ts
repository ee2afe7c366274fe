import { hash32 } from '../../practice/hash.js';
import { heldOut, makeWorld, type WorldTask } from '../../practice/world.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from './benchWorld.js';
import { seedLibrary } from './seedLibrary.js';

/** What is different from the plain frozen world. */
export interface FrozenOptions {
  /** From this round on half of the conventions of four domains are others. */
  readonly drift?: number;
  /** Share of training verdicts that are turned round, 0 to 1. */
  readonly noise?: number;
  /** What a failure says: the expected answer, or only that it was wrong. */
  readonly feedback?: 'answer' | 'binary';
  /** Tasks per domain; 12 and 15 when absent. */
  readonly train?: number;
  readonly test?: number;
}

/** The simulated world of learning.md 4: 8 domains, 32 kinds, 25 slots, drawn by seed. */
export function frozenWorld(seed: string, options: FrozenOptions = {}): BenchWorld {
  const { drift = Infinity, noise = 0, feedback = 'answer', train, test } = options;
  const size = { ...(train === undefined ? {} : { train }), ...(test === undefined ? {} : { test }) };
  const before = makeWorld(seed, size);
  const after = Number.isFinite(drift) ? makeWorld(seed, { ...size, drifted: true }) : before;
  const tasks = (world: typeof before, prefix: string) => ({
    train: world.train.map((task) => benchTask(task, prefix, feedback)),
    test: world.test.map((task) => benchTask(task, prefix, feedback)),
  });
  const [plain, drifted] = [tasks(before, ''), tasks(after, 'drifted-')];
  const at = (round: number) => (round >= drift ? drifted : plain);
  return {
    name: 'frozen',
    seed,
    train: (round) => at(round).train,
    test: (round) => at(round).test,
    library: seedLibrary,
    unseen: heldOut,
    flipped: (task, round) => (hash32(`noise${seed}${round}${task.id}`) % 1000) / 1000 < noise,
  };
}

const benchTask = (task: WorldTask, prefix: string, feedback: 'answer' | 'binary'): BenchTask => ({
  id: `${prefix}${task.id}`,
  split: task.split,
  domain: task.domain,
  kind: task.kind,
  prompt: task.prompt,
  files: task.files,
  check: { type: 'exact', answer: task.check.answer, normalize: 'trim' },
  feedback,
  source: 'Memento',
  licence: 'MIT',
});
