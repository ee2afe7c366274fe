import { hash32 } from '../../practice/hash.js';
import { heldOut, type World, type WorldOptions, type WorldTask } from '../../practice/world.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from './benchWorld.js';

/** What can be set of a world that is drawn. */
export interface DrawnOptions {
  /** From this round on half of the conventions of four domains are others; later than the last round: never. */
  readonly drift?: number;
  /** Share of training verdicts that are turned round, 0 to 1. */
  readonly noise?: number;
  /** What a failure says: the expected answer, or only that it was wrong. */
  readonly feedback?: 'answer' | 'binary';
  /** Tasks per domain; 12 and 15 when absent. */
  readonly train?: number;
  readonly test?: number;
}

/** What one drawn world has of its own. */
export interface Drawing {
  readonly name: string;
  readonly library: Readonly<Record<string, string>>;
  readonly make: (seed: string, options: WorldOptions) => World;
}

/** A simulated world as the benchmark takes it: 8 domains, 32 kinds, 25 slots, drawn by seed (learning.md 4). */
export function drawnWorld({ name, library, make }: Drawing, seed: string, options: DrawnOptions): BenchWorld {
  const { drift = Infinity, noise = 0, feedback = 'answer', train, test } = options;
  const size = { ...(train === undefined ? {} : { train }), ...(test === undefined ? {} : { test }) };
  const before = make(seed, size);
  const after = Number.isFinite(drift) ? make(seed, { ...size, drifted: true }) : before;
  const tasks = (world: World, prefix: string) => ({
    train: world.train.map((task) => benchTask(task, prefix, feedback)),
    test: world.test.map((task) => benchTask(task, prefix, feedback)),
  });
  const [plain, drifted] = [tasks(before, ''), tasks(after, 'drifted-')];
  const at = (round: number) => (round >= drift ? drifted : plain);
  return {
    name,
    seed,
    train: (round) => at(round).train,
    test: (round) => at(round).test,
    library,
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
