import { HumanError } from '../errors.js';
import type { ChatModel, Logger } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import { text } from '../text.js';
import type { SyntheticQueries } from './synthetic/queries.js';
import type { Progress } from './trainer.js';

/**
 * Skills for which queries are made up in one training: each takes two to four requests, and a large library is worked off over several
 * trainings.
 */
const mostAtOnce = 20;

export interface QueryMakerOptions {
  readonly queries: SyntheticQueries;
  readonly logger: Logger;
}

/** Has the model make up queries for skills that lack them, the person's own skills first (paper, appendix C). */
export class QueryMaker {
  constructor(private readonly options: QueryMakerOptions) {}

  /** A skill for which the model gives nothing usable is passed over with a warning. @throws {CancelledError} when the signal fires */
  async make(model: ChatModel, skills: readonly Skill[], progress: Progress, signal: AbortSignal): Promise<void> {
    const { queries, logger } = this.options;
    const own = skills.filter(({ source }) => source === 'own');
    const others = skills.filter(({ source }) => source !== 'own');
    const wanted = (await queries.missing([...own, ...others], model.info)).slice(0, mostAtOnce);
    for (const [done, skill] of wanted.entries()) {
      progress(done, wanted.length, text('Asking the model for examples of “{0}”', skill.name));
      try {
        await queries.make(skill, model, signal);
      } catch (error) {
        if (!(error instanceof HumanError)) throw error;
        logger.warn(`no example queries for ${skill.name}: ${error.message}`);
      }
    }
  }

  /** Whether any of these skills has queries that the practice model made up. */
  async simulated(skills: readonly Skill[]): Promise<boolean> {
    const records = await this.options.queries.records(skills);
    return [...records.values()].some((record) => record.simulated);
  }
}
