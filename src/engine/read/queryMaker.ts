import { HumanError } from '../errors.js';
import type { ChatModel } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import { text } from '../text.js';
import type { SyntheticQueries } from './synthetic/queries.js';
import type { Progress } from './trainer.js';

/** So many failures one after the other are the endpoint's, not the skills'. */
const mostFailures = 3;
/** Skills asked about in one training: each takes two to four requests, so a large library is worked off over several trainings. */
const mostAtOnce = 20;

/** Has a model make up example tasks for the skills that have none. */
export class QueryMaker {
  constructor(private readonly queries: SyntheticQueries) {}

  /**
   * A skill for which the model gives nothing usable is left out; what has come is kept.
   * @throws {HumanError} when several fail one after the other. @throws {CancelledError} when the signal fires.
   */
  async make(model: ChatModel, skills: readonly Skill[], progress: Progress, signal: AbortSignal): Promise<void> {
    // The person's own skills first: they are what tasks are most likely about.
    const ordered = [...skills.filter(isOwn), ...skills.filter((skill) => !isOwn(skill))];
    const missing = (await this.missing(ordered, model)).slice(0, mostAtOnce);
    let failures = 0;
    for (const [done, skill] of missing.entries()) {
      progress(done, missing.length, text('Making up example tasks for skills ({0})', missing.length));
      try {
        await this.queries.make(skill, model, signal);
        failures = 0;
      } catch (error) {
        if (!(error instanceof HumanError) || ++failures === Math.min(mostFailures, missing.length)) throw error;
      }
    }
  }

  /** Those of the skills that {@link make} would ask the model about. */
  missing(skills: readonly Skill[], model: ChatModel): Promise<readonly Skill[]> {
    return this.queries.missing(skills, model.info);
  }

  /** Whether any of these skills has queries of the practice model. */
  async areSimulated(skills: readonly Skill[]): Promise<boolean> {
    return [...(await this.queries.records(skills)).values()].some(({ simulated }) => simulated);
  }
}

const isOwn = ({ source }: Skill): boolean => source === 'own';
