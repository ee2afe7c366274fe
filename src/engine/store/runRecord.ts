import type { RunSummary } from '../events.js';
import type { Signal } from '../feedback/signal.js';
import type { RouteFacts } from './routeFacts.js';
import type { NewSkill, RunFacts } from './runFacts.js';

/** What the run log keeps of a run for the router. It refers to what is in memory anyway: there are very many. */
export interface RunRecord {
  readonly run: RunSummary;
  /** Absent when the run ended before a skill was chosen. */
  readonly route?: RouteFacts;
  /** What drew the verdict; absent while there is none. */
  readonly decidedBy?: Signal['source'];
  readonly attribution?: NonNullable<RunFacts['attribution']>['value'];
  /** How the task came out when it was done again without the skill; absent when it was not. */
  readonly masked?: 'passed' | 'failed';
  /** What the write step proposed after it, where that was a skill that was not there before. */
  readonly newSkill?: NewSkill;
  /** Failures that were written from in vain. */
  readonly closed?: readonly string[];
  /** Text from outside of what the person trusts took part in the run. */
  readonly tainted?: true;
}

export const recordOf = (
  run: RunSummary,
  { route, verdict, attribution, masked, newSkill, closed, tainted }: RunFacts,
): RunRecord => ({
  run,
  ...(route ? { route: route.value } : {}),
  ...(verdict?.value.decidedBy === undefined ? {} : { decidedBy: verdict.value.decidedBy }),
  ...(attribution ? { attribution: attribution.value } : {}),
  ...(masked ? { masked: masked.value } : {}),
  ...(newSkill ? { newSkill: newSkill.value } : {}),
  ...(closed ? { closed } : {}),
  ...(tainted ? { tainted } : {}),
});
