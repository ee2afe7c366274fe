import { mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ChatModel } from '../../engine/ports.js';
import type { Skill } from '../../engine/skills/skill.js';
import { sha256 } from '../../engine/store/hash.js';
import type { BenchTask } from '../tasks/benchTask.js';
import { layTask } from '../tasks/layTask.js';
import { type House, toTask } from './house.js';

/** How a test task came out. */
export interface Examined {
  readonly task: BenchTask;
  readonly passed: boolean;
  readonly answer: string;
  readonly skill: string | null;
}

/** One seed for all tests: they are to differ by the library alone. */
const seed = 0;

/** Tests a house's library; nothing is learned from it. */
export class Exam {
  /** Of a model that says the same to the same: a task with the same skill comes out the same. */
  readonly #known = new Map<string, Pick<Examined, 'passed' | 'answer' | 'skill'>>();

  /**
   * @param temp folder in which tasks are done
   * @param pure whether the model is a function of what it is asked
   */
  constructor(
    private readonly house: House,
    private readonly temp: string,
    private readonly pure: boolean,
    /** Another model than the house's, which leaves the house's counts alone. */
    private readonly model: ChatModel = house.meter,
  ) {}

  /** @throws {CancelledError} when the signal fires */
  async of(tasks: readonly BenchTask[], use: null | undefined, signal: AbortSignal): Promise<readonly Examined[]> {
    this.house.checker.add(tasks);
    const { skills } = await this.house.engine.skills();
    const facts = await this.house.engine.facts();
    const examined: Examined[] = [];
    for (const task of tasks) {
      const key = this.pure ? await this.#keyOf(task, use, skills, (name) => facts.get(name)?.version) : undefined;
      const known = key === undefined ? undefined : this.#known.get(key);
      const result = known ?? (await this.#do(task, use, signal));
      if (key !== undefined) this.#known.set(key, result);
      examined.push({ task, ...result });
    }
    return examined;
  }

  /** All that a request to the model depends on. */
  async #keyOf(
    task: BenchTask,
    use: null | undefined,
    skills: readonly Skill[],
    versionOf: (name: string) => number | undefined,
  ): Promise<string> {
    if (use === null) return task.id;
    const { chosen, confidence, candidates } = await this.house.engine.explain(task.prompt);
    const slate = confidence === 'slate' ? candidates.flatMap(({ skill }) => skill ?? []) : [];
    const told = [chosen ?? '', ...slate].map((name) => [
      name,
      skills.find((skill) => skill.name === name)?.hash,
      versionOf(name),
    ]);
    return sha256(JSON.stringify([task.id, told]));
  }

  async #do(
    task: BenchTask,
    use: null | undefined,
    signal: AbortSignal,
  ): Promise<Pick<Examined, 'passed' | 'answer' | 'skill'>> {
    const { engine, meter } = this.house;
    const folder = await realpath(await mkdtemp(path.join(this.temp, 'test-')));
    try {
      await layTask(task, folder, signal);
      const options = { folder, model: this.model, seed, ...(use === undefined ? {} : { use }) };
      const { outcome, answer, skill } = await meter.testing(() => engine.rehearse(toTask(task), options, signal));
      return { passed: outcome === 'success', answer, skill };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
