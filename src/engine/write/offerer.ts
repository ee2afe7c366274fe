import { HumanError } from '../errors.js';
import type { CancelledError } from '../errors.js';
import type { Knowledge } from '../memory.js';
import type { Replayer } from '../replay/replayer.js';
import type { Run } from '../run.js';
import type { Attribution } from './attribution.js';
import type { Bucket } from './bucket.js';
import type { Evidence } from './evidence.js';
import type { Lesson, Review } from './lesson.js';
import type { Proposal } from './proposal.js';
import type { Proposals } from './proposals.js';
import type { Meter } from './spent.js';
import type { Writer } from './writer.js';

export interface OffererParts {
  readonly proposals: Proposals;
  readonly writer: Writer;
  readonly replayer: Pick<Replayer, 'batch'>;
  /** Accepts a proposal without the person. */
  readonly accept: (proposal: string) => Promise<Proposal>;
}

/** What is known when a change is written. */
export interface Found {
  readonly evidence: Evidence;
  readonly known: Knowledge;
  /** Counts what writing costs; it may have counted before. */
  readonly meter: Meter;
  /** Undefined where nothing has failed. */
  readonly cause: Attribution | undefined;
}

/** What came of a bucket. */
export interface Offered {
  /** Whether there is a proposal, or the record of one in shadow mode. */
  readonly offered: boolean;
  /** What broke the writing off after that. */
  readonly stopped?: CancelledError | HumanError;
}

/** Has a change written from a bucket and offers it as the mode says (issue 5, modes). */
export class Offerer {
  constructor(private readonly parts: OffererParts) {}

  /**
   * @throws {HumanError} when the endpoint fails before there is a candidate
   * @throws {CancelledError} when the signal fires before there is one
   */
  async write(
    run: Run,
    bucket: Bucket,
    { evidence, known, meter, cause }: Found,
    { model, review }: Lesson,
    signal: AbortSignal,
  ): Promise<Offered> {
    const { replayer, writer, proposals } = this.parts;
    const started = performance.now();
    run.emit({ type: 'write.started', operation: bucket.operation, skill: bucket.skill });
    // One copy of the workspace serves all candidates.
    const written = await replayer.batch(() =>
      writer.write({ bucket, evidence, known, cause, model: meter, replays: model, emit: run.emit }, signal),
    );
    const runs = bucket.runs.map((one) => one.run.id);
    const isMerge = bucket.operation === 'merge';
    if (!written.offer) {
      // Successes that two skills could not be made one from are still of use.
      run.emit({ type: 'write.nothing', reason: written.why, ...(isMerge ? {} : { runs }) });
      return { offered: false };
    }
    const provenance = await evidence.provenanceOf(bucket);
    const draft = {
      ...written.offer,
      runs,
      ...(provenance.length ? { provenance } : {}),
      attribution: cause ?? null,
      ...(bucket.successes || isMerge ? { learnedFrom: 'successes' as const } : {}),
      model: { label: model.info.label, simulated: model.info.simulated },
      spent: meter.spent,
      ...(bucket.runs.length === 1 ? { fromOneExample: true } : {}),
    };
    const ms = performance.now() - started;
    if (review === 'shadow') run.emit({ type: 'proposal.shadow', proposal: proposals.draft(draft) });
    else await this.#offer(run, await proposals.create(draft), ms, review);
    return { offered: true, ...(written.stopped ? { stopped: written.stopped } : {}) };
  }

  async #offer(run: Run, proposal: Proposal, ms: number, review: Review): Promise<void> {
    run.emit({ type: 'proposal', proposal, ms });
    if (review !== 'auto' || proposal.state !== 'pending' || proposal.gate.state !== 'passed') return;
    try {
      const { id, state } = await this.parts.accept(proposal.id);
      run.emit({ type: 'proposal.decided', proposal: id, state });
    } catch (error) {
      // Something about it is for the person to decide: it waits.
      if (!(error instanceof HumanError)) throw error;
      run.emit({ type: 'notice', level: 'info', text: error.text });
    }
  }
}
