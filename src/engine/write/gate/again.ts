import { HumanError } from '../../errors.js';
import type { RunEventBody } from '../../events.js';
import type { Memory } from '../../memory.js';
import type { ChatModel } from '../../ports.js';
import type { RunLog } from '../../store/runs.js';
import { text } from '../../text.js';
import { Evidence } from '../evidence.js';
import type { Proposal } from '../proposal.js';
import type { Proposals } from '../proposals.js';
import type { LearningSettings } from '../settings.js';
import { deal, dealBoth } from './cases.js';
import type { Examinee, Examiner } from './examiner.js';

export interface GateAgainParts {
  readonly log: RunLog;
  readonly memory: Memory;
  readonly proposals: Proposals;
  readonly examiner: Examiner;
  readonly settings: LearningSettings;
}

/** Examines a proposal that waits once more: with the text the person has made of it, or because the first time came to nothing. */
export class GateAgain {
  constructor(private readonly parts: GateAgainParts) {}

  /**
   * @param after SKILL.md as the person would accept it; absent: as it was proposed
   * @returns the proposal with the new report
   * @throws {HumanError} when it does not wait any more or its skill has changed since
   * @throws {CancelledError} when the signal fires; the report says so
   */
  async examine(
    id: string,
    after: string | undefined,
    model: ChatModel,
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<Proposal> {
    const { log, memory, proposals, examiner, settings } = this.parts;
    const proposal = await proposals.pending(id);
    const [known, evidence] = await Promise.all([memory.look(), Evidence.gather({ log, memory, proposals, settings })]);
    const base = known.skills.find(({ name }) => name === proposal.skill);
    if ((base?.hash ?? null) !== proposal.baseHash)
      throw new HumanError(text('“{0}” has changed since proposal {1} was made.', proposal.skill, proposal.id));
    const change = { skill: proposal.skill, after: after ?? proposal.after, also: proposal.also ?? [] };
    const { report, cancelled } = await examiner.examine(
      { number: 1, change, before: proposal.before, ...casesOf(proposal, evidence, settings) },
      { evidence, known },
      model,
      emit,
      signal,
    );
    const examined = await proposals.report(proposal.id, report);
    if (cancelled) throw cancelled;
    return examined;
  }
}

/** What the gate had looked at, as it is known now. */
function casesOf(
  { operation, skill, baseHash, also, runs, learnedFrom }: Proposal,
  evidence: Evidence,
  settings: LearningSettings,
): Pick<Examinee, 'cases' | 'both' | 'all'> {
  const other = also?.[0]?.skill;
  if (operation === 'merge' && other !== undefined) {
    const both = [skill, other] as const;
    return { cases: dealBoth([evidence.successesOf(skill), evidence.successesOf(other)], settings), both };
  }
  const wanted = new Set(runs);
  const made = evidence.records.filter(({ run }) => wanted.has(run.id));
  if (learnedFrom === 'successes') {
    const shown = made.filter(({ run }) => run.outcome === 'success');
    return { cases: { shown, hidden: [], successes: [] }, all: true };
  }
  const failures = made.filter(({ run }) => run.outcome === 'failure');
  const worked = baseHash === null ? { successes: [], mended: [] } : evidence.workedWith(skill);
  return { cases: deal(failures, worked, settings) };
}
