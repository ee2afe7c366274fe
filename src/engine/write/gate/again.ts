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
import { deal } from './cases.js';
import type { Examiner } from './examiner.js';

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
    const wanted = new Set(proposal.runs);
    const failures = evidence.records.filter(({ run }) => wanted.has(run.id) && run.outcome === 'failure');
    const cases = deal(failures, evidence.successesOf(base ? base.name : null), settings);
    const change = { skill: proposal.skill, after: after ?? proposal.after, also: proposal.also ?? [] };
    const { report, cancelled } = await examiner.examine(
      { number: 1, change, before: proposal.before, cases: base ? cases : { ...cases, successes: [] } },
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
