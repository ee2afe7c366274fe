import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import type { Clock } from '../ports.js';
import { writeAtomic } from '../store/atomic.js';
import { type Text, text } from '../text.js';
import { hunksOf } from './hunks.js';
import type { RejectedEdit } from './prompts.js';
import { type GateReport, notGated } from './gate/report.js';
import { isOpen, type Proposal, type ProposalState } from './proposal.js';

/** Everything of a proposal that its maker knows. */
export type ProposalDraft = Omit<Proposal, 'id' | 'hunks' | 'state' | 'createdAt'>;

/** The proposals of a workspace, one file each. Decided ones stay: rejected edits are shown to the next writer. */
export class Proposals {
  constructor(
    private readonly dir: string,
    private readonly clock: Clock,
  ) {}

  async create(draft: ProposalDraft): Promise<Proposal> {
    const proposal = this.draft(draft);
    await this.save(proposal);
    return proposal;
  }

  /** The proposal as {@link create} would keep it. */
  draft(draft: ProposalDraft): Proposal {
    return {
      ...draft,
      id: `p-${this.clock.now().toString(36)}-${randomBytes(3).toString('hex')}`,
      hunks: hunksOf(draft.before, draft.after),
      // Text from outside took part: it waits, but nothing and nobody but the person takes it from there.
      state: draft.provenance?.length ? 'quarantined' : 'pending',
      createdAt: this.clock.now(),
    };
  }

  /** Keeps what the gate has turned down: it is never offered, and shown to the next writer. */
  async refuse(draft: ProposalDraft): Promise<Proposal> {
    const proposal = this.draft(draft);
    return await this.decide(proposal, 'rejected', { rejectedBy: 'gate' });
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
    const decided: Proposal = { ...proposal, ...more, state, decidedAt: this.clock.now() };
    await this.save(decided);
    return decided;
  }

  /** An accept was taken back: the proposal waits as it did before. */
  async reopen(proposal: Proposal): Promise<Proposal> {
    const decision: ReadonlySet<string> = new Set(['state', 'decidedAt', 'appliedHash', 'acceptedHunks']);
    const made = Object.entries(proposal).filter(([key]) => !decision.has(key));
    const state: ProposalState = proposal.provenance?.length ? 'quarantined' : 'pending';
    const waiting = { ...Object.fromEntries(made), state } as Proposal;
    await this.save(waiting);
    return waiting;
  }

  /** Turned-down edits of a skill, or of new skills when `skill` is null; oldest first, the last `count`. */
  async rejectedEdits(skill: string | null, count = 6): Promise<RejectedEdit[]> {
    return (await this.list())
      .filter((one) => one.state === 'rejected' && (skill === null ? one.operation === 'create' : one.skill === skill))
      .slice(0, count)
      .reverse()
      .map((one) => ({ summary: one.summary, reason: one.reason ?? 'no reason given' }));
  }

  private async save(proposal: Proposal): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await writeAtomic(path.join(this.dir, `${proposal.id}.json`), `${JSON.stringify(proposal, null, 2)}\n`);
  }
}

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
