import path from 'node:path';
import type { Knowledge, Memory } from '../memory.js';
import type { ModelInfo } from '../ports.js';
import type { Run } from '../run.js';
import type { History } from '../skills/history.js';
import type { Skill } from '../skills/skill.js';
import { english, type Text } from '../text.js';
import { notGated } from './gate/report.js';
import type { Review } from './lesson.js';
import { isOpen, type Proposal } from './proposal.js';
import type { ProposalDraft, Proposals } from './proposals.js';
import { rollBack } from './record/goBack.js';
import type { Probation } from './record/probation.js';
import type { Upkeep } from './record/upkeep.js';
import type { LearningSettings } from './settings.js';

export interface StewardParts {
  readonly memory: Memory;
  readonly history: History;
  readonly proposals: Proposals;
  readonly upkeep: Upkeep;
  readonly settings: LearningSettings;
  /** A recorded SKILL.md by its hash. */
  readonly textOf: (hash: string) => Promise<string>;
}

type Worse = Extract<Probation, { state: 'worse' }>;

/**
 * Looks after what was accepted: a version that does worse than the one before goes back, and what only gets in the way is archived (learning.md 2,
 * steps 3 and 7). In review mode the person is asked first.
 */
export class Steward {
  constructor(private readonly parts: StewardParts) {}

  /** @throws {HumanError} when the skill was changed by hand meanwhile; nothing is overwritten */
  async afterRun(run: Run, review: Review, model: ModelInfo): Promise<void> {
    const chosen = run.events.findLast((event) => event.type === 'route.decided')?.route.chosen;
    if (!this.parts.settings.probation || review === 'shadow' || typeof chosen !== 'string') return;
    await run.flush();
    const known = await this.parts.memory.look();
    const skill = known.skills.find(({ name }) => name === chosen);
    const facts = known.facts.get(chosen);
    if (!skill || !facts || facts.probation?.state !== 'worse' || known.locked.has(chosen)) return;
    const said = { skill: chosen, version: facts.version, reason: facts.probation.reason };
    if (review === 'auto') {
      await this.#rollBack(skill, facts.version, facts.probation);
      run.emit({ type: 'probation', state: 'rolled_back', ...said });
    } else if (await this.#proposeBack(run, skill, facts.version, facts.probation, model))
      run.emit({ type: 'probation', state: 'rollback_proposed', ...said });
  }

  /** At a round's end: proposes to archive what does badly or has not been used. Only the person does it: no replay can show what will be missed. */
  async tidy(model: ModelInfo): Promise<readonly Proposal[]> {
    const [{ archive }, known] = await Promise.all([this.parts.upkeep.look(), this.parts.memory.look()]);
    const made: Proposal[] = [];
    for (const { skill: name, reason } of archive) {
      const skill = known.skills.find((one) => one.name === name);
      if (!skill) continue;
      const draft = archiving(skill, known, reason, model);
      if (await this.#isKnown(draft)) continue;
      made.push(await this.parts.proposals.create(draft));
    }
    return made;
  }

  /** The edit that made it worse is shown to the next writer as one that was turned down. */
  async #rollBack(skill: Skill, version: number, { back, reason }: Worse): Promise<void> {
    const { history, proposals } = this.parts;
    const versions = await history.versions(skill.name);
    const dir = path.dirname(skill.path);
    await rollBack(history, { name: skill.name, dir, version, back }, `Rolled back: ${english(reason)}`);
    const id = versions.find((one) => one.version === version)?.proposal;
    if (id === undefined) return;
    const proposal = await proposals.get(id);
    await proposals.decide(proposal, 'rejected', { rejectedBy: 'rollback', reason: english(reason) });
  }

  async #proposeBack(
    run: Run,
    skill: Skill,
    version: number,
    { back, reason }: Worse,
    model: ModelInfo,
  ): Promise<boolean> {
    const { history, proposals, textOf } = this.parts;
    const good = (await history.versions(skill.name)).find((one) => one.version === back);
    if (!good?.hash) return false;
    const draft: ProposalDraft = {
      ...about(skill, version, model),
      operation: 'rewrite',
      after: await textOf(good.hash),
      summary: `Back to version ${back}. ${english(reason)}`,
      runs: [run.id],
      gate: notGated(reason),
    };
    if (await this.#isKnown(draft)) return false;
    run.emit({ type: 'proposal', proposal: await proposals.create(draft), ms: 0 });
    return true;
  }

  /** The same change waits already, or the person did not want it. */
  async #isKnown(draft: ProposalDraft): Promise<boolean> {
    return (await this.parts.proposals.list()).some(
      (one) =>
        one.skill === draft.skill &&
        one.operation === draft.operation &&
        one.baseHash === draft.baseHash &&
        one.after === draft.after &&
        (isOpen(one) || (one.state === 'rejected' && one.rejectedBy === undefined)),
    );
  }
}

const about = (skill: Skill, version: number, { label, simulated }: ModelInfo) => ({
  skill: skill.name,
  baseHash: skill.hash,
  baseVersion: version,
  before: skill.text,
  attribution: null,
  model: { label, simulated },
});

const archiving = (skill: Skill, { facts }: Knowledge, reason: Text, model: ModelInfo): ProposalDraft => ({
  ...about(skill, facts.get(skill.name)?.version ?? 1, model),
  operation: 'archive',
  after: '',
  summary: english(reason),
  runs: [],
  gate: notGated(reason),
});
