import type { Proposal, ProposalState } from '../../src/protocol.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { age } from '../format.js';
import { icon, type IconName } from '../icons.js';
import { t } from '../l10n.js';
import { fold, isOpen } from '../ui.js';
import { facts } from './prose.js';
import { actions, editCount, proposalCard, stateTag, titleOf } from './proposal.js';
import { reasonWords } from './reject.js';

const filters: readonly (readonly [ProposalState | 'all', (count: number) => string])[] = [
  ['all', (count) => t('All {0}', count)],
  ['pending', (count) => t('Pending {0}', count)],
  ['applied', (count) => t('Applied {0}', count)],
  ['rejected', (count) => t('Rejected {0}', count)],
  ['stale', (count) => t('Stale {0}', count)],
];

/** All proposals: what waits first, then what was decided, newest first. */
export function inbox(ctx: Context): View {
  const { proposals } = ctx.state;
  if (!proposals.length)
    return h(
      'div',
      { class: 'blank' },
      h('p', {}, t('No proposals yet.')),
      h(
        'p',
        { class: 'cap' },
        t('When a task fails because of a skill, the change Memento suggests waits here for you.'),
      ),
    );
  const of = (state: ProposalState | 'all'): readonly Proposal[] =>
    proposals.filter((proposal) => state === 'all' || proposal.state === state);
  const shown = of(ctx.ui.inbox).toSorted((a, b) => rank(b) - rank(a));
  const first = shown.find((proposal) => proposal.state === 'pending');
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'filters', attr: { role: 'group', 'aria-label': t('Show') } },
      filters.map(([state, words]) =>
        h(
          'button',
          {
            key: state,
            attr: { type: 'button', 'aria-pressed': ctx.ui.inbox === state },
            on: { click: () => ctx.update({ inbox: state }) },
          },
          words(of(state).length),
        ),
      ),
    ),
    h(
      'ul',
      { class: 'ibx', attr: { 'aria-label': t('Proposals') } },
      shown.map((proposal) => item(ctx, proposal, proposal === first)),
    ),
    shown.length === 0 && h('p', { class: 'blank muted' }, t('None of this kind.')),
  );
}

/** Pending ones above all others, then by the last thing that happened. */
const rank = (proposal: Proposal): number =>
  (proposal.state === 'pending' ? Number.MAX_SAFE_INTEGER / 2 : 0) + (proposal.decidedAt ?? proposal.createdAt);

function item(ctx: Context, proposal: Proposal, first: boolean): View {
  const id = fold.proposal(proposal.id);
  const open = isOpen(ctx.ui, id, false);
  const pending = proposal.state === 'pending';
  return h(
    'li',
    { key: proposal.id, attr: { 'aria-current': first || undefined } },
    sign(proposal),
    h(
      'div',
      { class: 'main' },
      h(
        'div',
        { class: 't1' },
        h(
          'button',
          {
            key: 'title',
            class: 'title',
            attr: { type: 'button', 'aria-expanded': open, title: open ? t('Hide the edits') : t('Show the edits') },
            on: { click: () => ctx.update({ open: { ...ctx.ui.open, [id]: !open } }) },
          },
          h('span', { class: 'b' }, titleOf(proposal)),
          icon('chevron', 'muted'),
        ),
        stateTag(proposal),
      ),
      !open && h('div', { class: 't2' }, facts(editCount(proposal), pending && t('not gated')), '. ', about(proposal)),
    ),
    h('span', { class: 'age' }, age(proposal.decidedAt ?? proposal.createdAt, ctx.now)),
    open
      ? h('div', { key: 'card', class: 'body' }, proposalCard(ctx, proposal))
      : pending && h('div', { key: 'short', class: 'body' }, actions(ctx, proposal, 'row', first)),
  );
}

function sign({ operation, state }: Proposal): View {
  const names: Readonly<Record<ProposalState, IconName>> = {
    pending: operation === 'create' ? 'plus' : 'edit',
    applied: operation === 'create' ? 'plus' : 'edit',
    rejected: 'x',
    stale: 'clock',
    quarantined: 'warning',
  };
  return icon(names[state]);
}

function about(proposal: Proposal): Child {
  const { acceptedHunks, hunks, reason, state, summary } = proposal;
  if (state === 'rejected') return reason ? t('Rejected: “{0}”', reasonWords(reason)) : t('Rejected without a reason');
  if (state === 'stale') return reason ?? t('The skill was changed since.');
  if (state === 'applied' && acceptedHunks && acceptedHunks.length < hunks.length)
    return `${t('{0} of {1} edits were written.', acceptedHunks.length, hunks.length)} ${summary}`;
  return summary;
}
