import type { RunEventBody } from '../../events.js';
import { CancelledError, HumanError } from '../../errors.js';
import type { ChatModel } from '../../ports.js';
import type { Replay, Replayer } from '../../replay/replayer.js';
import type { Skill } from '../../skills/skill.js';
import { sha256 } from '../../store/hash.js';
import { text } from '../../text.js';
import type { LearningSettings } from '../settings.js';
import { nothingSpent, type Spent, together } from '../spent.js';
import { decide, isLost, type Left, type Outcomes, worth } from './decision.js';
import { type GateReport, notGated } from './report.js';

/** Two seeds are two tries: what fails with both is broken, what fails with one may have slipped (learning.md 2, step 6). */
const seeds = [7, 9] as const;
/** Characters of a token, about, in English text. */
const charactersPerToken = 4;

/** A past run to be replayed with the change. */
export interface GateCase {
  readonly kind: 'shown' | 'hidden' | 'success' | 'neighbour';
  readonly run: string;
  /** The round it is from, from 0. */
  readonly round: number;
  /** The skill it was done with; absent: none. */
  readonly skill?: string;
}

/** What the gate is to look at. */
export interface GateInput {
  /** Which candidate it is, from 1. */
  readonly number: number;
  /** The library as it would be. */
  readonly library: readonly Skill[];
  /**
   * The library as it is: a success that fails with it as well was none to be kept (a lucky guess, a wrong verdict, a house that has changed). Absent:
   * that is not looked at.
   */
  readonly current?: readonly Skill[];
  /** SKILL.md before (empty for a new skill) and after. */
  readonly before: string;
  readonly after: string;
  readonly cases: readonly GateCase[];
  /** Further successes, which the change does not touch: they count as kept without a replay. */
  readonly untouched?: number;
  /** Whether every failure must pass: they were successes without the skill. */
  readonly all?: boolean;
  /** Two skills that become one: there is nothing to mend, nothing may break, and something of each must be seen to work. */
  readonly both?: readonly [string, string];
}

/** A report, and what a change that passes is worth beside others. */
export interface Examined {
  readonly report: GateReport;
  readonly worth: number;
  /** The person broke it off; the report says what was known until then. */
  readonly cancelled?: CancelledError;
}

interface Tally {
  readonly failures: { run: string; passed: boolean; hidden: boolean; round: number }[];
  readonly held: { broken: boolean; round: number; neighbour: boolean; skill: string | undefined }[];
  readonly untouched: readonly Outcomes['held'][number][];
  unreplayable: number;
  spent: Spent;
}

const outcomesOf = ({ failures, held, untouched }: Tally): Outcomes => ({ failures, held: [...held, ...untouched] });

const isFailed = (replay: Replay): boolean => replay.state === 'judged' && !replay.passed;

/** Decides by replays whether a change may be offered, and says what it found (DESIGN.md 2). */
export class Gate {
  constructor(
    private readonly replayer: Replayer,
    private readonly settings: LearningSettings,
  ) {}

  /**
   * Replays failures first, then successes, and stops as soon as the rest cannot change the answer. An endpoint that is lost, or a cancel, loses
   * nothing: the report is then "not gated" and says why.
   */
  async examine(
    input: GateInput,
    model: ChatModel,
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<Examined> {
    const { number: candidate, cases, untouched: length = 0 } = input;
    const untouched = Array.from({ length }, () => ({ broken: false, round: 0 }));
    const tally: Tally = { failures: [], held: [], untouched, unreplayable: 0, spent: nothingSpent };
    emit({ type: 'gate.started', candidate, replays: cases.length });
    const finish = (examined: Examined): Examined => {
      emit({ type: 'gate.finished', candidate, report: examined.report });
      return examined;
    };
    try {
      await this.replayer.batch(() => this.#replayAll(input, tally, model, emit, signal));
    } catch (error) {
      if (error instanceof CancelledError)
        return finish({
          report: this.#open(input, tally, notGated(text('The gate was cancelled.'))),
          worth: 0,
          cancelled: error,
        });
      if (!(error instanceof HumanError)) throw error;
      return finish({ report: this.#open(input, tally, notGated(error.text)), worth: 0 });
    }
    return finish(this.#judge(input, tally));
  }

  async #replayAll(
    input: GateInput,
    tally: Tally,
    model: ChatModel,
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { number: candidate, library, current, cases } = input;
    const isFailure = ({ kind }: GateCase): boolean => kind === 'shown' || kind === 'hidden';
    const ordered = [...cases.filter(isFailure), ...cases.filter((one) => !isFailure(one))];
    for (const [index, one] of ordered.entries()) {
      const left = ordered.slice(index);
      const failures = left.filter(isFailure).map(({ round }) => round);
      if (this.#isLost(tally, { failures, held: left.length - failures.length }, input)) return;
      let replay = await this.#replay(one, library, tally, model, signal);
      if (current && !isFailure(one) && isFailed(replay)) {
        const before = await this.#replay(one, current, tally, model, signal);
        if (isFailed(before))
          replay = { ...replay, state: 'unreplayable', why: text('It fails without the change as well.') };
      }
      const result = replay.state === 'judged' ? (replay.passed ? 'passed' : 'failed') : 'unreplayable';
      if (result === 'unreplayable') tally.unreplayable++;
      else {
        const { kind, run, round, skill } = one;
        if (isFailure(one)) tally.failures.push({ run, passed: result === 'passed', hidden: kind === 'hidden', round });
        else tally.held.push({ broken: result === 'failed', round, neighbour: kind === 'neighbour', skill });
      }
      const why = replay.state === 'unreplayable' ? { why: replay.why } : {};
      emit({
        type: 'gate.replayed',
        candidate,
        done: index + 1,
        of: ordered.length,
        kind: one.kind,
        replayed: one.run,
        result,
        ...why,
      });
    }
  }

  /** A success counts as broken only when it fails twice. */
  async #replay(
    one: GateCase,
    skills: readonly Skill[],
    tally: Tally,
    model: ChatModel,
    signal: AbortSignal,
  ): Promise<Replay> {
    const isHeld = one.kind === 'success' || one.kind === 'neighbour';
    let replay: Replay | undefined;
    for (const seed of isHeld ? seeds : seeds.slice(0, 1)) {
      replay = await this.replayer.replay({ run: one.run, skills, seed }, model, signal);
      tally.spent = together(tally.spent, replay.spent);
      if (replay.state !== 'judged' || replay.passed) break;
    }
    if (!replay) throw new Error('no seed');
    return replay;
  }

  #isLost(tally: Tally, left: Left, { all, both }: Pick<GateInput, 'all' | 'both'>): boolean {
    if (both) return tally.held.some(({ broken }) => broken);
    if (all) return tally.failures.some(({ passed }) => !passed);
    return isLost(outcomesOf(tally), left, this.settings);
  }

  #judge(input: GateInput, tally: Tally): Examined {
    if (input.both) return this.#judgeBoth(input, input.both, tally);
    if (tally.failures.length === 0)
      return {
        report: this.#open(input, tally, notGated(text('None of the failed runs could be replayed.'))),
        worth: 0,
      };
    const whole = !input.all || tally.failures.every(({ passed }) => passed);
    const rule = whole ? decide(outcomesOf(tally), this.settings) : undefined;
    const report: GateReport = {
      ...this.#figures(input, tally),
      state: rule ? 'passed' : 'failed',
      ...(rule ? { rule } : {}),
    };
    return { report, worth: worth(tally, input.after.split('\n').length, this.settings) };
  }

  #judgeBoth(input: GateInput, both: readonly [string, string], tally: Tally): Examined {
    const figures = this.#figures(input, tally);
    const value = worth(tally, input.after.split('\n').length, this.settings);
    if (tally.held.some(({ broken }) => broken)) return { report: { ...figures, state: 'failed' }, worth: value };
    const unseen = both.find((name) => !tally.held.some(({ skill }) => skill === name));
    if (unseen === undefined) return { report: { ...figures, state: 'passed', rule: 'kept' }, worth: value };
    const why = text('No old success of “{0}” could be replayed.', unseen);
    return { report: this.#open(input, tally, notGated(why)), worth: 0 };
  }

  /** Nothing is claimed, but what was seen and spent is told. */
  #open(input: GateInput, tally: Tally, report: GateReport): GateReport {
    const { examined, ...figures } = this.#figures(input, tally);
    return {
      ...report,
      ...figures,
      ...(tally.failures.length + tally.held.length ? { examined } : {}),
      state: 'not-gated',
    };
  }

  #figures({ before, after, both, all }: GateInput, tally: Tally) {
    const mended = (some: Outcomes['failures']) => ({
      of: some.length,
      passed: some.filter(({ passed }) => passed).length,
    });
    const held = (neighbour: boolean) => {
      const some = tally.held.filter((one) => one.neighbour === neighbour);
      return { of: some.length, broken: some.filter(({ broken }) => broken).length };
    };
    const unmended = tally.failures.flatMap(({ run, passed }) => (passed ? [] : [run]));
    return {
      examined: sha256(after),
      ...(both ? { both: true as const } : {}),
      ...(all ? { fromSuccesses: true as const } : {}),
      failures: mended(tally.failures),
      ...(unmended.length ? { unmended } : {}),
      hidden: mended(tally.failures.filter(({ hidden }) => hidden)),
      successes: held(false),
      neighbours: held(true),
      unreplayable: tally.unreplayable,
      tokensAdded: Math.round((after.length - before.length) / charactersPerToken),
      spent: tally.spent,
    };
  }
}
