import type { CancelledError, HumanError } from '../errors.js';
import type { RunEventBody } from '../events.js';
import type { Knowledge } from '../memory.js';
import type { ChatModel } from '../ports.js';
import { type Text, text } from '../text.js';
import type { Attribution } from './attribution.js';
import type { Bucket } from './bucket.js';
import { Drafter } from './drafter.js';
import type { Episode } from './episode.js';
import type { Evidence } from './evidence.js';
import { type Cases, deal, dealBoth } from './gate/cases.js';
import type { Examiner } from './gate/examiner.js';
import type { GateReport } from './gate/report.js';
import type { ProposalDraft, Proposals } from './proposals.js';
import type { Draft } from './operations/operation.js';
import { select, type Tried } from './selection.js';
import type { LearningSettings } from './settings.js';
import type { RunRecord } from '../store/runRecord.js';

export interface WriterParts {
  readonly proposals: Proposals;
  readonly examiner: Examiner;
  readonly settings: LearningSettings;
}

export interface WriteInput {
  readonly bucket: Bucket;
  readonly evidence: Evidence;
  readonly known: Knowledge;
  /** Undefined where nothing has failed. */
  readonly cause: Attribution | undefined;
  /** Writes. */
  readonly model: ChatModel;
  /** Acts in replays, which count their own cost. */
  readonly replays: ChatModel;
  readonly emit: (event: RunEventBody) => void;
}

/** The part of a proposal that stems from writing and replaying. */
type Offer = Pick<
  ProposalDraft,
  'operation' | 'skill' | 'baseHash' | 'baseVersion' | 'before' | 'after' | 'summary' | 'gate' | 'also'
>;

/** What came of a bucket. */
export type Written =
  | { readonly offer: Offer; readonly stopped?: CancelledError | HumanError }
  | { readonly offer?: undefined; readonly why: Text };

/** Writes candidates for a bucket, has each examined, and keeps the best (learning.md 2, steps 4 to 6). */
export class Writer {
  private readonly drafter: Drafter;

  constructor(private readonly parts: WriterParts) {
    this.drafter = new Drafter(parts.proposals, parts.settings);
  }

  /**
   * @throws {HumanError} when the endpoint fails before there is a candidate
   * @throws {CancelledError} when the signal fires before there is one
   */
  async write(input: WriteInput, signal: AbortSignal): Promise<Written> {
    const { bucket, evidence, known, cause, emit } = input;
    const { settings, examiner } = this.parts;
    const cases = this.#cases(bucket, evidence);
    const both = bothOf(bucket);
    const [shown, keep] = await Promise.all([evidence.episodes(cases.shown), evidence.episodes(cases.keep)]);
    const asked = {
      bucket,
      known,
      model: input.model,
      requests: settings.reach ? evidence.requestsOf(bucket) : { own: [], others: [] },
      diagnosis: cause?.reason ?? 'These tasks worked without a skill.',
    };
    const before = known.skills.find(({ name }) => name === bucket.skill)?.text ?? '';
    const { chosen, refused, stopped } = await select(
      shown.length > 0 && shown.every(isBlind) && !bucket.successes ? settings.candidatesBlind : settings.candidates,
      // The number of the first run: the same history gives the same candidates.
      bucket.runs[0]?.run.number ?? 0,
      (attempt) => this.drafter.draft({ ...asked, shown: bucket.successes ? [] : shown, keep }, attempt, signal),
      (draft, { number }) =>
        examiner.examine(
          { number, change: draft, before, cases, all: bucket.successes ?? false, ...(both ? { both } : {}) },
          { evidence, known },
          input.replays,
          emit,
          signal,
        ),
      emit,
      signal,
    );
    for (const { draft, report } of refused) await this.#remember(input, draft, report);
    if (chosen) return { offer: offerOf(known, chosen), ...(stopped ? { stopped } : {}) };
    return { why: refused.length ? text('No change passed the gate.') : nothingFor(bucket) };
  }

  #cases(bucket: Bucket, evidence: Evidence): Cases {
    const { settings } = this.parts;
    const [both, { runs, skill, successes }] = [bothOf(bucket), bucket];
    const of = (name: string): RunRecord[] => runs.filter(({ run }) => run.skill === name);
    if (both) return dealBoth([of(both[0]), of(both[1])], settings);
    return successes
      ? { shown: runs, hidden: [], keep: runs, successes: [] }
      : deal(runs, evidence.workedWith(skill), settings);
  }

  /** What the gate has turned down is shown to the next writer. */
  async #remember({ bucket, known, cause, model }: WriteInput, draft: Draft, gate: GateReport): Promise<void> {
    const { proposals } = this.parts;
    const { gate: report, ...offer } = offerOf(known, { draft, report: gate });
    await proposals.refuse(
      {
        ...offer,
        runs: bucket.runs.map(({ run }) => run.id),
        attribution: cause ?? null,
        model: { label: model.info.label, simulated: model.info.simulated },
      },
      report,
    );
  }
}

const bothOf = ({ skill, other }: Bucket): readonly [string, string] | undefined =>
  skill === null || other === undefined ? undefined : [skill, other];

/** Whether the feedback on a failure says no more than that it is one (learning.md 2, step 4). */
const isBlind = ({ signals }: Episode): boolean =>
  signals.every(({ check, reason }) => !check?.tail.trim() && !reason?.trim());

function offerOf(known: Knowledge, { draft, report }: Tried): Offer {
  const base = known.skills.find(({ name }) => name === draft.skill);
  return {
    operation: draft.operation,
    skill: draft.skill,
    baseHash: base?.hash ?? null,
    baseVersion: base ? (known.facts.get(base.name)?.version ?? 1) : null,
    before: base?.text ?? '',
    after: draft.after,
    summary: draft.summary,
    gate: report,
    ...(draft.also ? { also: draft.also } : {}),
  };
}

const nothingFor = ({ operation, skill, other }: Bucket): Text =>
  operation === 'merge'
    ? text('The model found no text that keeps the rules of “{0}” and “{1}”.', skill ?? '', other ?? '')
    : skill === null
      ? text('The model found no rule that a new skill could state.')
      : text('The model found nothing to change in the skill.');
