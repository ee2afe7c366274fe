import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import type { Clock } from '../ports.js';
import { writeAtomic } from '../store/atomic.js';
import { english, type Text, text } from '../text.js';
import { type GateReport, notGated } from './gate/report.js';
import { gateSentence } from './gate/sentence.js';
import { hunksOf } from './hunks.js';
import { widenedTools } from './permissions.js';
import type { RejectedEdit } from './prompts.js';
import { isOpen, type Proposal, type ProposalState } from './proposal.js';
import { defaultLearning } from './settings.js';

/** Everything of a proposal that its maker knows. */
export type ProposalDraft = Omit<
  Proposal,
  'id' | 'hunks' | 'state' | 'createdAt' | 'permissions' | 'accepting' | 'undoing'
>;

/** The proposals of a workspace, one file each. Decided ones stay: rejected edits are shown to the next writer. */
export class Proposals {
  constructor(
    private readonly dir: string,
    private readonly clock: Clock,
  ) {}

  /** A proposal that waits for a decision. */
  async create(draft: ProposalDraft): Promise<Proposal> {
    const proposal = this.draft(draft);
    await this.save(proposal);
    return proposal;
  }

  /** The proposal as {@link create} would keep it. */
  draft(draft: ProposalDraft): Proposal {
    // Text from outside took part: it waits, but nothing and nobody but the person takes it from there.
    return this.made(draft, { state: draft.provenance?.length ? 'quarantined' : 'pending' });
  }

  /** Keeps a candidate that the gate has turned down: it can be looked at, and the next writer is shown it. */
  async refuse(draft: Omit<ProposalDraft, 'gate'>, report: GateReport): Promise<Proposal> {
    const proposal = this.made(
      { ...draft, gate: report },
      {
        state: 'rejected',
        rejectedBy: 'gate',
        reason: english(gateSentence(report)),
        decidedAt: this.clock.now(),
      },
    );
    await this.save(proposal);
    return proposal;
  }

  private made(draft: ProposalDraft, fate: Pick<Proposal, 'state'> & Partial<Proposal>): Proposal {
    const permissions = permissionsOf(draft);
    return {
      ...draft,
      ...(permissions.length ? { permissions } : {}),
      id: `p-${this.clock.now().toString(36)}-${randomBytes(3).toString('hex')}`,
      hunks: hunksOf(draft.before, draft.after),
      createdAt: this.clock.now(),
      ...fate,
    };
  }

  /** Newest first; unreadable files are left where they are and not listed. */
  async list(): Promise<Proposal[]> {
    let files: string[];
    try {
      files = await readdir(this.dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const proposals = await Promise.all(files.filter((file) => file.endsWith('.json')).map((file) => this.read(file)));
    return proposals
      .filter((proposal) => proposal !== undefined)
      .sort((a, b) => b.createdAt - a.createdAt || b.id.localeCompare(a.id));
  }

  private async read(file: string): Promise<Proposal | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(path.join(this.dir, file), 'utf8'));
      return isProposal(value) ? withReport(value) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws {HumanError} when there is none */
  async get(id: string): Promise<Proposal> {
    const matches = (await this.list()).filter((proposal) => proposal.id === id || proposal.id.startsWith(id));
    const [found] = matches;
    if (found && matches.length === 1) return found;
    throw new HumanError(
      matches.length
        ? text('“{0}” means several proposals; give more of the id.', id)
        : text('There is no proposal “{0}”.', id),
    );
  }

  /** @throws {HumanError} when the proposal does not wait any more */
  async pending(id: string): Promise<Proposal> {
    const proposal = await this.get(id);
    if (!isOpen(proposal)) throw new HumanError(decidedAlready(proposal));
    return proposal;
  }

  /** Notes what replays have shown about a proposal that waits. @throws {HumanError} when it was decided meanwhile */
  async report(id: string, gate: GateReport): Promise<Proposal> {
    const proposal: Proposal = { ...(await this.pending(id)), gate };
    await this.save(proposal);
    return proposal;
  }

  async decide(
    proposal: Proposal,
    state: Exclude<ProposalState, 'pending' | 'quarantined'>,
    more: Partial<Proposal> = {},
  ): Promise<Proposal> {
    const decided: Proposal = { ...without(proposal, underWay), ...more, state, decidedAt: this.clock.now() };
    await this.save(decided);
    return decided;
  }

  /** Notes what is about to be done, so that it can be finished after a crash. */
  async begin(proposal: Proposal, work: Pick<Proposal, 'accepting'> | Pick<Proposal, 'undoing'>): Promise<Proposal> {
    const begun = { ...proposal, ...work };
    await this.save(begun);
    return begun;
  }

  /** Nothing came of what was begun: the proposal is as it was before. */
  async callOff(proposal: Proposal): Promise<Proposal> {
    const before = without(proposal, underWay);
    await this.save(before);
    return before;
  }

  /** An accept was taken back: the proposal waits as it did before. */
  async reopen(proposal: Proposal): Promise<Proposal> {
    const state: ProposalState = proposal.provenance?.length ? 'quarantined' : 'pending';
    const waiting: Proposal = { ...without(proposal, decision), state };
    await this.save(waiting);
    return waiting;
  }

  /**
   * Edits that were turned down by the person, by the gate or by being rolled back; oldest first, the last `count` (learning.md 2, step 4).
   * @param skill the one that is to be changed; null for new skills
   * @param runs what is written from now: of new skills those made from these runs are told first, others only while there is room
   */
  async rejectedEdits(
    skill: string | null,
    count = defaultLearning.rejectedShown,
    runs: readonly string[] = [],
  ): Promise<RejectedEdit[]> {
    const rejected = (await this.list()).filter(
      (one) => one.state === 'rejected' && (skill === null ? one.operation === 'create' : concerns(one, skill)),
    );
    const isAkin = (one: Proposal): boolean => one.runs.some((run) => runs.includes(run));
    const chosen = [...rejected.filter(isAkin), ...rejected.filter((one) => !isAkin(one))].slice(0, count);
    return chosen
      .sort((a, b) => a.createdAt - b.createdAt)
      .map((one) => ({ summary: one.summary, reason: one.reason ?? 'no reason given' }));
  }

  private async save(proposal: Proposal): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await writeAtomic(path.join(this.dir, `${proposal.id}.json`), `${JSON.stringify(proposal, null, 2)}\n`);
  }
}

const underWay = ['accepting', 'undoing'] as const;
const decision = [
  ...underWay,
  'decidedAt',
  'appliedHash',
  'acceptedHunks',
  'automatic',
  'reason',
  'rejectedBy',
] as const;

function without(proposal: Proposal, keys: readonly (keyof Proposal)[]): Proposal {
  const left: ReadonlySet<string> = new Set(keys);
  return Object.fromEntries(Object.entries(proposal).filter(([key]) => !left.has(key))) as unknown as Proposal;
}

const concerns = ({ skill, also = [] }: Proposal, name: string): boolean =>
  skill === name || also.some((one) => one.skill === name);

/** Of the skill and of all that change with it. */
const permissionsOf = ({ skill, before, after, also = [] }: ProposalDraft): string[] => [
  ...new Set([
    ...widenedTools(skill, before, after),
    ...also.flatMap((one) => widenedTools(one.skill, one.before, one.after ?? '')),
  ]),
];

/** Why a proposal that is not pending cannot be decided again. */
export function decidedAlready({ id, state }: Proposal): Text {
  if (state === 'applied') return text('Proposal {0} was accepted before.', id);
  if (state === 'rejected') return text('Proposal {0} was rejected before.', id);
  return text('Proposal {0} is stale: its skill has changed since.', id);
}

const isProposal = (value: unknown): value is Proposal =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'state' in value &&
  'after' in value &&
  'hunks' in value &&
  Array.isArray(value.hunks);

/** Proposals made before there was a gate hold the word alone. */
const withReport = (proposal: Proposal): Proposal =>
  typeof proposal.gate === 'object' ? proposal : { ...proposal, gate: notGated(text('Nothing has been replayed.')) };
