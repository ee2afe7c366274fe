import type { Knowledge, Memory } from '../memory.js';
import type { ChatModel } from '../ports.js';
import type { Replayer } from '../replay/replayer.js';
import type { Route } from '../read/route.js';
import type { Run } from '../run.js';
import type { Skill } from '../skills/skill.js';
import type { RunRecord } from '../store/runRecord.js';
import type { RunLog } from '../store/runs.js';
import { text } from '../text.js';
import { UnusableReplyError } from './ask.js';
import type { Attribution } from './attribution.js';
import { findCause } from './attribution/findCause.js';
import { type Bucket, type BucketRules, bucketsOf, ripenessOf, successesLike } from './bucket.js';
import type { Budget } from './budget.js';
import { type Episode, episodeOf } from './episode.js';
import { Evidence } from './evidence.js';
import type { Lesson } from './lesson.js';
import type { Found, Offerer } from './offerer.js';
import { planFor } from './plan.js';
import type { Proposals } from './proposals.js';
import type { RoundCloser } from './roundCloser.js';
import type { LearningSettings } from './settings.js';
import { Meter } from './spent.js';
import type { Steward } from './steward.js';

export interface LearnerParts {
  readonly log: RunLog;
  readonly memory: Memory;
  readonly proposals: Proposals;
  readonly offerer: Offerer;
  readonly steward: Steward;
  readonly rounds: RoundCloser;
  readonly replayer: Replayer;
  readonly budget: Budget;
  readonly settings: LearningSettings;
}

/** The write step of the loop: from a judged run to a proposal, or to the reason why there is none (learning.md 2). */
export class Learner {
  constructor(private readonly parts: LearnerParts) {}

  /**
   * What a judged run teaches: a failure leads to its cause and on to a change, successes without a skill may become one, a version that does worse
   * than the one before goes back, and with a round's last run the library is looked through. That a limit was reached says nothing about a skill.
   * @throws {HumanError} when the endpoint fails before anything was written
   * @throws {CancelledError} when the signal fires
   */
  async fromRun(run: Run, lesson: Lesson, signal: AbortSignal): Promise<void> {
    const verdict = run.events.findLast((event) => event.type === 'verdict')?.verdict;
    if (verdict && verdict.outcome !== 'unknown') {
      if (verdict.outcome === 'success') await this.#fromSuccess(run, lesson, signal);
      else if (verdict.decidedBy !== 'limit') await this.fromFailure(run, lesson, signal);
      await this.parts.steward.afterRun(run, lesson.review, lesson.model.info);
    }
    await this.parts.rounds.after(run, lesson, signal);
  }

  /**
   * Finds the cause of a failed run, puts it with others like it, and writes a change when there are enough of them.
   * @throws {HumanError} when the endpoint fails before anything was written
   * @throws {CancelledError} when the signal fires
   */
  async fromFailure(run: Run, lesson: Lesson, signal: AbortSignal): Promise<void> {
    const episode = episodeOf(run.events);
    if (episode?.outcome !== 'failure') return;
    // A failure without the skill that was withheld for it says what the skill is worth, not what is wrong with it.
    if (routeOf(run)?.masked !== undefined) return;
    // The first try of the task was learned from; the router learns from both.
    if (isSecondTry(run) && !lesson.cause) {
      run.emit({ type: 'write.nothing', reason: text('The first try of this task was learned from.') });
      return;
    }
    await this.#metered(lesson, (meter) => this.#fromFailure(run, episode, lesson, meter, signal));
  }

  async #fromFailure(run: Run, episode: Episode, lesson: Lesson, meter: Meter, signal: AbortSignal): Promise<void> {
    const known = await this.parts.memory.look();
    let cause = lesson.cause;
    try {
      cause ??= await this.#cause(run, episode, known, meter, lesson.model, signal);
    } catch (error) {
      if (!(error instanceof UnusableReplyError)) throw error;
      // The run itself is over and judged: a model that cannot say why it failed does not undo that.
      run.emit({ type: 'write.nothing', reason: error.text });
      return;
    }
    const plan = planFor(cause, known.skills, known.locked);
    if (plan.operation === 'nothing') {
      run.emit({ type: 'write.nothing', reason: plan.why });
      return;
    }
    // What was just found must be on record before buckets are derived from it.
    await run.flush();
    const evidence = await this.#evidence();
    // A cause that the person has named counts, also when something was written from another one before.
    const reopened = lesson.cause ? run.id : undefined;
    const rules = this.#rules(evidence, known, reopened);
    const bucket = bucketsOf(evidence.records, rules).find(({ runs }) => runs.some((one) => one.run.id === run.id));
    if (!bucket) return;
    const { have, needed } = ripenessOf(bucket, rules);
    if (have < needed) {
      run.emit({ type: 'write.waiting', skill: bucket.skill, have, needed });
      return;
    }
    await this.#write(run, bucket, { evidence, known, meter, cause }, lesson, signal);
  }

  async #fromSuccess(run: Run, lesson: Lesson, signal: AbortSignal): Promise<void> {
    const route = routeOf(run);
    if (!this.parts.settings.fromSuccesses || route?.chosen !== null || route.by === 'person') return;
    await run.flush();
    const [evidence, known] = await Promise.all([this.#evidence(), this.parts.memory.look()]);
    const bucket = successesLike(run.id, evidence.records, this.#rules(evidence, known));
    if (!bucket) return;
    await this.#metered(lesson, (meter) =>
      this.#write(run, bucket, { evidence, known, meter, cause: undefined }, lesson, signal),
    );
  }

  /** What attribution and writing cost counts for the day, however they end; the gate counts its own cost. */
  async #metered(lesson: Lesson, work: (meter: Meter) => Promise<void>): Promise<void> {
    const meter = new Meter(lesson.model);
    try {
      await work(meter);
    } finally {
      await this.parts.budget.spend(meter.spent.tokens ?? 0);
    }
  }

  async #cause(
    run: Run,
    episode: Episode,
    known: Knowledge,
    meter: Meter,
    model: ChatModel,
    signal: AbortSignal,
  ): Promise<Attribution> {
    const { settings, replayer, budget } = this.parts;
    const route = routeOf(run);
    const used = known.skills.find((skill) => skill.name === route?.chosen);
    if (!settings.attribution) {
      const attribution = unasked(used);
      run.emit({ type: 'attribution.started' });
      run.emit({ type: 'attribution', attribution, ms: 0 });
      return attribution;
    }
    return await findCause(
      {
        ...{ episode, events: run.events, library: known.skills, settings, model: meter, replays: model },
        ...((await budget.left()) > 0 ? { replayer } : {}),
        used: used && { skill: used, version: route?.version ?? 1 },
        emit: (event) => {
          if (event.type === 'attribution.tested') meter.add(event.spent);
          run.emit(event);
        },
      },
      signal,
    );
  }

  /** Has a change written from a bucket and offers it. */
  async #write(run: Run, bucket: Bucket, found: Found, lesson: Lesson, signal: AbortSignal): Promise<void> {
    const { stopped } = await this.parts.offerer.write(run, bucket, found, lesson, signal);
    if (stopped) throw stopped;
  }

  async #evidence(): Promise<Evidence> {
    return await Evidence.gather(this.parts);
  }

  #rules(evidence: Evidence, { skills, locked, facts }: Knowledge, reopened?: string): BucketRules {
    const recent = (record: RunRecord): boolean => evidence.isRecent(record);
    const versionOf = (skill: string): number => facts.get(skill)?.version ?? 1;
    const closed = new Set([...evidence.closed].filter((run) => run !== reopened));
    const tried = new Map([...evidence.tried].filter(([run]) => run !== reopened));
    return { library: skills, locked, closed, tried, versionOf, recent, settings: this.parts.settings };
  }
}

const routeOf = ({ events }: Run): Route | undefined =>
  events.findLast((event) => event.type === 'route.decided')?.route;

const isSecondTry = ({ events }: Run): boolean =>
  events.some((event) => event.type === 'run.started' && event.retryOf !== undefined);

/** Without attribution the used skill is to blame, or the lack of one (the bench's ablation). */
const unasked = (used: Skill | undefined): Attribution => ({
  cause: used ? 'skill_defect' : 'missing_skill',
  by: 'tests',
  skill: used?.name ?? null,
  confidence: 1,
  reason: 'Attribution is switched off.',
  quotes: [],
  unverified: 0,
});
