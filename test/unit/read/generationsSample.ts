import { Generations } from '../../../src/engine/read/generations.js';
import type { GenerationDraft } from '../../../src/engine/read/generationInfo.js';
import { defaultCalibration } from '../../../src/engine/read/calibration.js';
import { encodeLearned, type Learned } from '../../../src/engine/read/learned.js';
import { generator } from '../../../src/engine/read/random.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english, text } from '../../../src/engine/text.js';
import path from 'node:path';

const ids = ['ledger', 'tags', 'slugs'];

/** A small model, encoded; another one for every seed. */
export function smallModel(seed: number): Uint8Array {
  const [bits, dimensions] = [8, 4];
  const random = generator(seed);
  const bytes = (length: number): Int8Array => Int8Array.from({ length }, () => Math.floor(random() * 200) - 100);
  const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => random() / 100);
  const learned: Learned = {
    ...{ seed, bits, dimensions, ids, texts: 9, calibration: defaultCalibration },
    rows: bytes(2 ** bits * dimensions),
    rowScales: numbers(2 ** bits),
    skills: bytes(ids.length * dimensions),
    skillScales: numbers(ids.length),
    bias: numbers(ids.length),
    frequency: numbers(2 ** bits),
  };
  return encodeLearned(learned);
}

export const draft = (more: Partial<GenerationDraft> = {}): GenerationDraft => ({
  ...{
    at: 1000,
    trainMs: 5,
    examples: 6,
    outcomes: 6,
    digest: 'd',
    skills: 3,
    seed: 1,
    heldOut: null,
    simulated: false,
  },
  accepted: true,
  result: text('Used: there are too few tasks yet to hold some out for a comparison.'),
  ...more,
});

/** The generations of a state folder, as a window sees them. */
export function openGenerations(root: string, problems: string[] = [], window = createWindowId()): Generations {
  return new Generations({
    dir: path.join(root, 'router'),
    lock: createStateLock({ dir: path.join(root, 'lock'), owner: window }),
    onProblem: (problem) => problems.push(english(problem)),
  });
}

/** Two generations, the second in use. */
export async function prepareGenerations(root: string): Promise<void> {
  const generations = openGenerations(root);
  await generations.add(draft(), smallModel(1), undefined);
  await generations.add(draft({ at: 2000 }), smallModel(2), 1);
}
