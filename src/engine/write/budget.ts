import * as z from 'zod';
import type { Clock } from '../ports.js';
import { JsonState } from '../store/jsonState.js';
import type { StateLock } from '../store/lock.js';
import type { Text } from '../text.js';

/** Tokens the write step spent on one day. */
export interface DaySpent {
  /** The person's own calendar day, `2026-01-31`; empty before the first. */
  readonly day: string;
  readonly tokens: number;
}

export interface DayBudgetOptions {
  /** `<state>/workspaces/<id>/budget.json` */
  readonly file: string;
  /** The lock of that folder: what two windows spend adds up. */
  readonly lock: StateLock;
  readonly clock: Clock;
  readonly tokensPerDay: number;
  readonly onProblem?: (problem: Text) => void;
}

/** Tokens of the write step, counted by the day. */
export interface Budget {
  /** What may still be spent today. */
  left(): Promise<number>;
  spend(tokens: number): Promise<void>;
}

const schema = z.object({ day: z.string(), tokens: z.number().nonnegative() });
const nothing: DaySpent = { day: '', tokens: 0 };

/** Characters of a token, roughly, where an endpoint does not count (as everywhere in Memento). */
const charactersPerToken = 4;

/** What the write step may spend in a day (settings, `tokensPerDay`). */
export class DayBudget implements Budget {
  readonly #options: DayBudgetOptions;
  readonly #state: JsonState<DaySpent>;

  constructor(options: DayBudgetOptions) {
    this.#options = options;
    const { file, lock, onProblem } = options;
    this.#state = new JsonState({
      file,
      lock,
      onProblem,
      empty: nothing,
      parse: parseBudget,
      encode: (spent) => spent,
    });
  }

  /** Tokens that may still be spent today; 0 when it was all, or more. */
  async left(): Promise<number> {
    return Math.max(0, this.#options.tokensPerDay - spentOn(this.#today, await this.#state.read()));
  }

  /**
   * @param tokens as the endpoint counted; `null` when it did not
   * @param characters sent and received, from which uncounted tokens are estimated
   * @throws {HumanError} when the file cannot be written
   */
  async spend(tokens: number | null, characters = 0): Promise<void> {
    const more = tokens ?? Math.ceil(characters / charactersPerToken);
    if (more <= 0) return;
    const day = this.#today;
    await this.#state.update((before) => ({ day, tokens: spentOn(day, before) + more }));
  }

  get #today(): string {
    const now = new Date(this.#options.clock.now());
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
  }
}

const spentOn = (day: string, spent: DaySpent): number => (spent.day === day ? spent.tokens : 0);

/** Shape of `budget.json`; also used to verify it. */
export function parseBudget(value: object): DaySpent | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? { day: parsed.data.day, tokens: parsed.data.tokens } : undefined;
}
