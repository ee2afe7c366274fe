import { CancelledError, HumanError, throwIfCancelled } from '../errors.js';
import type { RunEventBody } from '../events.js';
import { UnusableReplyError } from './ask.js';
import type { Examined } from './gate/gate.js';
import type { GateReport } from './gate/report.js';
import { type Attempt, attempts, type Draft } from './operations/operation.js';

/** A candidate and what replays have shown about it. */
export interface Tried {
  readonly draft: Draft;
  readonly report: GateReport;
}

/** What came of all candidates. */
export interface Selection {
  /** What may be offered: the best that passed, else one that could not be examined. */
  readonly chosen?: Tried;
  /** What the gate has turned down. */
  readonly refused: readonly Tried[];
  /** What stopped it before its end. */
  readonly stopped?: CancelledError | HumanError;
}

/**
 * Best of N candidates (learning.md 2, steps 4 to 6). It ends early when one mends everything, and when nothing can be proven: further candidates
 * would be no better known.
 * @param of candidates at most
 * @param seed of the bucket: the same one gives the same candidates, where the model knows seeds
 * @param write writes one candidate; undefined when there is nothing to write
 * @throws {CancelledError} {HumanError} when it is stopped before there is any candidate
 */
export async function select(
  of: number,
  seed: number,
  write: (attempt: Attempt, signal: AbortSignal) => Promise<Draft | undefined>,
  examine: (draft: Draft, attempt: Attempt, signal: AbortSignal) => Promise<Examined>,
  emit: (event: RunEventBody) => void,
  signal: AbortSignal,
): Promise<Selection> {
  const refused: Tried[] = [];
  const seen = new Set<string>();
  let best: (Tried & { readonly worth: number }) | undefined;
  const note = (number: number, state: 'written' | 'refused' | 'nothing', why?: string): void =>
    emit({ type: 'write.candidate', number, of, state, ...(why === undefined ? {} : { why }) });
  for (const attempt of attempts(of, seed)) {
    const { number } = attempt;
    let draft: Draft | undefined;
    try {
      throwIfCancelled(signal);
      draft = await write(attempt, signal);
    } catch (error) {
      if (error instanceof UnusableReplyError) {
        note(number, 'refused', error.why);
        continue;
      }
      const known = error instanceof CancelledError || error instanceof HumanError;
      if (!known || !best) throw error;
      return { chosen: best, refused, stopped: error };
    }
    if (!draft || seen.has(draft.after)) {
      note(number, 'nothing');
      continue;
    }
    seen.add(draft.after);
    note(number, 'written');
    const { report, worth, cancelled } = await examine(draft, attempt, signal);
    if (report.state === 'failed') refused.push({ draft, report });
    else if (report.state === 'passed' && (!best || worth > best.worth)) best = { draft, report, worth };
    else if (report.state === 'not-gated')
      return { chosen: best ?? { draft, report }, refused, ...(cancelled ? { stopped: cancelled } : {}) };
    if (report.state === 'passed' && report.failures.passed === report.failures.of) break;
  }
  return { ...(best ? { chosen: best } : {}), refused };
}
