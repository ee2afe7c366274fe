import type { Skill } from '../../skills/skill.js';
import { text } from '../../text.js';
import type { Episode } from '../episode.js';
import type { Draft } from '../operations/operation.js';
import { type GateReport, notGated } from './report.js';

/** Decides by replays whether a draft may be offered, and says what it found (DESIGN.md 2). */
export interface Gate {
  examine(
    draft: Draft,
    base: Skill | undefined,
    failures: readonly Episode[],
    signal: AbortSignal,
  ): Promise<GateReport>;
}

/** Replays nothing and claims nothing: every draft is offered to the person, labelled "not gated". */
export const openGate: Gate = {
  examine: () => Promise.resolve(notGated(text('Nothing has been replayed.'))),
};
