import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration } from '../format.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import { reached, type RunView } from '../runView.js';
import { newest } from '../state.js';
import { candidates, stopLearning } from './candidates.js';
import { runProblem } from './problem.js';
import { proposalCard } from './proposal.js';
import { writingWords } from './proposalWords.js';
import { laterSection, section } from './section.js';

/** What is to be learned from it: how far that is, a proposal, or why there is none. */
export const write = (ctx: Context, run: RunView): View => written(ctx, run, 'write', t('Write'));

/** A change that is written, as far as it has come. */
export function written(ctx: Context, run: RunView, part: 'write' | 'merge', title: string): View {
  const { learning } = run;
  if (run.writing) {
    const head = { icon: 'busy', title, summary: progress(run, run.writing) } as const;
    const begun = learning.candidates.length > 0 || learning.gates.length > 0;
    return section(ctx, part, head, begun, () => [candidates(run), stopLearning(ctx, run)]);
  }
  if (run.error && reached(run) === 'write')
    return section(ctx, part, { icon: 'fail', tone: 'fail', title, summary: t('stopped') }, true, () =>
      runProblem(ctx, run),
    );
  if (run.proposal) {
    const proposal = newest(ctx.state, run.proposal.proposal);
    const { state, rejectedBy } = proposal;
    const words = state === 'rejected' && rejectedBy === 'gate' ? t('the gate turned it down') : standing[state]();
    const head = { icon: 'edit', title, summary: words, end: duration(run.proposal.ms) } as const;
    return section(ctx, part, head, true, () => [proposalCard(ctx, proposal, run), others(run), probation(run)]);
  }
  if (learning.shadow) {
    const { shadow } = learning;
    const head = { icon: 'edit', tone: 'muted', title, summary: t('shadow mode: nothing of it is kept') } as const;
    return section(ctx, part, head, true, () => proposalCard(ctx, { ...shadow, state: 'rejected' }, run));
  }
  if (learning.waiting) {
    const { have, needed } = learning.waiting;
    const head = { icon: 'clock', tone: 'muted', title, summary: t('waits for another failure like it') } as const;
    return section(ctx, part, head, true, () => [
      h('p', { key: 'waiting' }, waiting(learning.waiting?.skill ?? null, have, needed)),
      probation(run),
    ]);
  }
  if (run.nothing) {
    const reason = say(run.nothing);
    return section(ctx, part, { icon: 'later', tone: 'muted', title, summary: t('no proposal') }, true, () => [
      h('p', { key: 'reason' }, reason),
      candidates(run),
      probation(run),
    ]);
  }
  if (learning.probation)
    return section(ctx, part, { icon: 'later', tone: 'muted', title, summary: ahead(run) }, true, () => probation(run));
  return laterSection(part, title, ahead(run));
}

function progress(run: RunView, { operation, skill }: NonNullable<RunView['writing']>): string {
  const gate = run.learning.gates.find(({ report }) => !report);
  if (!gate) return writingWords(operation, skill);
  return gate.of > 0 ? t('the gate is running: {0} of {1} replays', gate.done, gate.of) : t('the gate is running');
}

/** What became of the other candidates. */
const others = (run: RunView): Child => (run.learning.candidates.length > 1 ? candidates(run) : null);

function waiting(skill: string | null, have: number, needed: number): string {
  if (skill === null)
    return t(
      '{0} of {1} failures that are needed before a new skill is written; no skill of the library fits them.',
      have,
      needed,
    );
  return t('{0} of {1} failures that are needed before {2} is changed.', have, needed, skill);
}

/** What the run has decided about an earlier change. */
function probation({ learning }: RunView): Child {
  if (!learning.probation) return null;
  const { skill, version, state, reason } = learning.probation;
  const words = {
    kept: () => t('{0} v{1} has proven itself: {2}', skill, version, say(reason)),
    rolled_back: () => t('{0} v{1} was rolled back: {2}', skill, version, say(reason)),
    rollback_proposed: () =>
      t('{0} v{1} does worse than before; taking it back is proposed: {2}', skill, version, say(reason)),
  } as const;
  return h(
    'p',
    { key: 'probation', class: 'note' },
    state === 'kept' ? icon('pass', 'pass') : icon('warning', 'wait'),
    words[state](),
  );
}

function ahead(run: RunView): Child {
  const failed = run.verdict?.outcome === 'failure';
  if (failed && (run.status === 'running' || run.attributing)) return t('once the cause is known');
  if (run.status === 'running' && !run.verdict) return t('only if the task fails');
  return run.verdict?.outcome === 'success' ? t('not needed') : t('nothing to learn from');
}

const standing = {
  pending: () => t('a proposal is ready'),
  applied: () => t('the proposal was applied'),
  rejected: () => t('the proposal was rejected'),
  stale: () => t('the proposal is stale'),
  quarantined: () => t('a proposal waits for your look'),
} as const;
