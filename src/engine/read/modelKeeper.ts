import type { Skill } from '../skills/skill.js';
import { inSlices } from '../steps.js';
import { Pace } from '../store/pace.js';
import type { Example, SkillText } from './example.js';
import type { Generations } from './generations.js';
import { RouterModel } from './model.js';
import { SkillIndex } from './skillIndex.js';

/** Where examples come from. An example that has not changed is the same object each time. */
export interface Examples {
  all(skills: readonly Skill[]): Promise<readonly Example[]>;
}

/** When skills were made, by name, in milliseconds since the epoch; those of which it is not known are missing. */
export type Births = (skills: readonly Skill[]) => Promise<ReadonlyMap<string, number>>;

/** For a router that learns nothing. */
export const nothingLearned = [
  { all: () => Promise.resolve([]) },
  { current: () => Promise.resolve(undefined) },
] as const satisfies readonly [Examples, Pick<Generations, 'current'>];

interface Kept {
  readonly skills: readonly Skill[];
  readonly generation: number | undefined;
  readonly index: SkillIndex;
  readonly model: RouterModel;
  readonly taught: Set<Example>;
  /** The list of examples it last agreed with. */
  examples: readonly Example[];
}

/** Keeps the model that ranks as long as skills and generation are the same; new examples are learned one by one. */
export class ModelKeeper {
  #kept: Kept | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly examples: Examples,
    private readonly generations: Pick<Generations, 'current'>,
    private readonly births: Births = () => Promise.resolve(new Map()),
  ) {}

  /**
   * The model as of now. Thousands of skills are gone through in slices.
   * @param skills the same array as long as they are the same
   */
  get(skills: readonly Skill[]): Promise<{ readonly model: RouterModel; readonly generation: number | undefined }> {
    const next = this.#last.then(() => this.#get(skills));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #get(skills: readonly Skill[]): Promise<Kept> {
    const [examples, current] = await Promise.all([this.examples.all(skills), this.generations.current()]);
    const kept = this.#kept;
    if (kept?.skills === skills && kept.generation === current?.number && (await continues(kept, examples)))
      return kept;
    // The words of the skills are the expensive part: they are read anew only when the skills change.
    const index = kept?.skills === skills ? kept.index : await this.#read(skills);
    const model = await inSlices(RouterModel.build(index, examples, current?.learned));
    return (this.#kept = { skills, generation: current?.number, index, model, taught: new Set(examples), examples });
  }

  async #read(skills: readonly Skill[]): Promise<SkillIndex> {
    const births = await this.births(skills);
    const texts = skills.map((skill) => {
      const bornAt = births.get(skill.name);
      return bornAt === undefined ? textOf(skill) : { ...textOf(skill), bornAt };
    });
    return await inSlices(SkillIndex.build(texts));
  }
}

/** Learns what is new. @returns false when something that was learned no longer holds: the model has to be built anew */
async function continues(kept: Kept, examples: readonly Example[]): Promise<boolean> {
  if (kept.examples === examples) return true;
  const { model, taught } = kept;
  const fresh = examples.filter((example) => !taught.has(example));
  if (taught.size + fresh.length !== examples.length) return false;
  const pace = new Pace();
  for (const example of fresh) {
    model.learn(example);
    taught.add(example);
    if (pace.due) await pace.rest();
  }
  kept.examples = examples;
  return true;
}

/** What the router reads of a skill; names are unique within a library. */
export const textOf = ({ name, description, body }: Skill): SkillText => ({ id: name, name, description, body });
