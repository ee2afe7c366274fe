import { Generations } from '../../../src/engine/read/generations.js';
import type { GenerationDraft } from '../../../src/engine/read/generationInfo.js';
import type { Example, SkillText } from '../../../src/engine/read/example.js';
import { encodeLearned, type Learned } from '../../../src/engine/read/learned.js';
import { train } from '../../../src/engine/read/train.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english, text } from '../../../src/engine/text.js';
import path from 'node:path';

const skills: readonly SkillText[] = ['ledger', 'tags', 'slugs'].map((id) => ({
  ...{ id, name: id, description: `How to do ${id}.`, body: '' },
}));
const examples: readonly Example[] = skills.flatMap(({ id }, index) =>
  [1, 2].map((n) => ({
    ...{
      query: `Do ${id} ${n}`,
      positives: [id],
      negatives: [],
      source: 'outcome' as const,
      at: index,
      outcome: 1 as const,
    },
  })),
);

/** A small model, encoded; another one for every seed. */
export function smallModel(seed: number): Uint8Array {
  const work = train({ skills, examples, seed });
  let next = work.next();
  while (!next.done) next = work.next();
  const learned: Learned = next.value;
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
