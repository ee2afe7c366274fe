import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration } from '../format.js';
import { say, t } from '../l10n.js';
import { reached, type RunView } from '../runView.js';
import { newest } from '../state.js';
import { runProblem } from './problem.js';
import { proposalCard } from './proposal.js';
import { laterSection, section } from './section.js';

/** What is to be learned from it: a proposal, or why there is none. */
export function write(ctx: Context, run: RunView): View {
  const title = t('Write');
  if (run.writing) {
    const words =
      run.writing.operation === 'create' || run.writing.skill === null
        ? t('writing a new skill')
        : t('writing a change to {0}', run.writing.skill);
    return section(ctx, 'write', { icon: 'busy', title, summary: words }, false, () => null);
  }
  if (run.error && reached(run) === 'write')
    return section(ctx, 'write', { icon: 'fail', tone: 'fail', title, summary: t('stopped') }, true, () =>
      runProblem(ctx, run),
    );
  if (run.proposal) {
    const proposal = newest(ctx.state, run.proposal.proposal);
    const head = { icon: 'edit', title, summary: standing[proposal.state](), end: duration(run.proposal.ms) } as const;
    return section(ctx, 'write', head, true, () => proposalCard(ctx, proposal, run.number));
  }
  if (run.nothing) {
    const reason = say(run.nothing);
    return section(ctx, 'write', { icon: 'later', tone: 'muted', title, summary: t('no proposal') }, true, () =>
      h('p', {}, reason),
    );
  }
  return laterSection('write', title, ahead(run));
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
  quarantined: () => t('waits for your decision'),
} as const;
