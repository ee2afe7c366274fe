import type { RunEventBody } from '../../events.js';
import type { Knowledge } from '../../memory.js';
import type { ChatModel } from '../../ports.js';
import type { RunRecord } from '../../store/runRecord.js';
import { type Text, text } from '../../text.js';
import type { Budget } from '../budget.js';
import { changedLibrary, type Change } from '../candidateLibrary.js';
import { type Evidence, latestOfEach } from '../evidence.js';
import type { LearningSettings } from '../settings.js';
import type { Cases } from './cases.js';
import type { Examined, Gate, GateCase } from './gate.js';
import { notGated } from './report.js';

/** Chooses a skill for each of some tasks with a given library, as a run would. */
export type RouteAll = (
  prompts: readonly string[],
  skills: Knowledge['skills'],
  signal: AbortSignal,
) => Promise<readonly (string | null)[]>;

export interface ExaminerParts {
  readonly gate: Gate;
  readonly routeAll: RouteAll;
  readonly settings: LearningSettings;
  /** `<workspace>/.memento/skills` */
  readonly skillsDir: string;
  readonly budget: Budget;
}

/** A change that is to be examined. */
export interface Examinee {
  /** Which candidate it is, from 1. */
  readonly number: number;
  readonly change: Change;
  /** SKILL.md before; empty for a new skill. */
  readonly before: string;
  readonly cases: Pick<Cases, 'shown' | 'hidden' | 'successes'>;
  /** Whether every one of the "failures" must pass: they were successes without the skill. */
  readonly all?: boolean;
  /** Two skills that become one; see {@link GateInput.both}. */
  readonly both?: readonly [string, string];
}

/** Successes of other skills that are looked at for whether a change would take their tasks over. */
const mostNeighbours = 50;

/** Puts together what the gate replays, within the day's budget. */
export class Examiner {
  constructor(private readonly parts: ExaminerParts) {}

  /** @throws {CancelledError} before the first replay; later a cancel is part of what is found */
  async examine(
    { number, change, before, cases, all, both }: Examinee,
    found: { readonly evidence: Evidence; readonly known: Knowledge },
    model: ChatModel,
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<Examined> {
    const { gate, settings, skillsDir, budget } = this.parts;
    const open = (why: Text): Examined => ({ report: notGated(why), worth: 0 });
    if (!settings.gate) return open(text('The gate is switched off.'));
    if (change.after === null) return open(text('A skill that goes is not replayed.'));
    if ((await budget.left()) <= 0)
      return open(text('Today’s {0} tokens for learning are used up.', settings.tokensPerDay));
    const requests = cases.shown.map(({ run }) => run.task.prompt);
    const library = changedLibrary(found.known.skills, change, requests, skillsDir);
    const others = settings.regression ? await this.#neighbours(change.skill, library, found, signal) : [];
    const touched = both ? cases.successes : await this.#touched(cases.successes, change, library, found, signal);
    // Replayed already, as what the change is about.
    const own = new Set([...cases.shown, ...cases.hidden, ...cases.successes]);
    const neighbours = others.filter((one) => !own.has(one));
    const as = (kind: GateCase['kind'], some: readonly RunRecord[]): GateCase[] =>
      some.map(({ run: { id, skill } }) => {
        const round = found.evidence.roundOf(id);
        return { kind, run: id, round, ...(skill === null ? {} : { skill }) };
      });
    const examined = await gate.examine(
      {
        number,
        library,
        current: found.known.skills,
        before,
        after: change.after,
        cases: [
          ...as('shown', cases.shown),
          ...as('hidden', cases.hidden),
          ...as('success', touched),
          ...as('neighbour', neighbours),
        ],
        untouched: cases.successes.length - touched.length,
        ...(all ? { all } : {}),
        ...(both ? { both } : {}),
      },
      model,
      emit,
      signal,
    );
    await budget.spend(examined.report.spent.tokens ?? 0);
    return examined;
  }

  /**
   * Without those that go to the same skill, or to none, before the change and after it, where that one is not changed: they would be done as they are
   * done now. A new skill is made beside many such.
   */
  async #touched(
    successes: readonly RunRecord[],
    { skill, also = [] }: Change,
    library: Knowledge['skills'],
    { known }: { readonly known: Knowledge },
    signal: AbortSignal,
  ): Promise<readonly RunRecord[]> {
    if (successes.every(({ run }) => run.skill === skill)) return successes;
    const changed = new Set([skill, ...also.map((one) => one.skill)]);
    const prompts = successes.map(({ run }) => run.task.prompt);
    const before = await this.parts.routeAll(prompts, known.skills, signal);
    const after = await this.parts.routeAll(prompts, library, signal);
    return successes.filter((_, index) => {
      const chosen = after[index] ?? null;
      return chosen !== before[index] || (chosen !== null && changed.has(chosen));
    });
  }

  /** The latest successes of other skills, or of none, whose tasks would now go to the changed skill (learning.md 2, step 6, B). */
  async #neighbours(
    name: string,
    library: Knowledge['skills'],
    { evidence }: { readonly evidence: Evidence },
    signal: AbortSignal,
  ): Promise<RunRecord[]> {
    const others = latestOfEach(
      evidence.records.filter(
        (record) => record.run.outcome === 'success' && record.run.skill !== name && evidence.isRecent(record),
      ),
    ).slice(-mostNeighbours);
    const routed = await this.parts.routeAll(
      others.map(({ run }) => run.task.prompt),
      library,
      signal,
    );
    return others.filter((_, index) => routed[index] === name).slice(-this.parts.settings.neighbours);
  }
}
