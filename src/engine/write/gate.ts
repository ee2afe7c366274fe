import type { Skill } from '../skills/skill.js';
import type { Episode } from './episode.js';
import type { Proposal } from './proposal.js';
import type { Draft } from './rewrite.js';

/** Decides by replays whether a draft may be offered, and says what it found (DESIGN.md 2). */
export interface Gate {
  examine(
    draft: Draft,
    base: Skill | undefined,
    failures: readonly Episode[],
    signal: AbortSignal,
  ): Promise<GateReport>;
}

export interface GateReport {
  readonly offered: boolean;
  readonly result: Proposal['gate'];
}

/** Replays nothing and claims nothing: every draft is offered to the person, labelled "not gated". */
export const openGate: Gate = {
  examine: () => Promise.resolve({ offered: true, result: 'not-gated' }),
};
