import type { Proposal, ProposalState } from '../../src/protocol.js';
import { link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { age } from '../format.js';
import { icon, type IconName } from '../icons.js';
import { t } from '../l10n.js';
import { waits } from '../state.js';
import { fold, isOpen } from '../ui.js';
import { actions } from './decide.js';
import { gateSentence, gateShort } from './gateWords.js';
import { modeNote } from './mode.js';
import { provenanceLine } from './origin.js';
import { facts } from './prose.js';
import { proposalCard, rejection } from './proposal.js';
import { editCount, signOf, stateTag, titleOf } from './proposalWords.js';

type Filter = ProposalState | 'all';

const filters: readonly (readonly [Filter, (count: number) => string])[] = [
  ['all', (count) => t('All {0}', count)],
  ['pending', (count) => t('Pending {0}', count)],
  ['quarantined', (count) => t('Quarantined {0}', count)],
  ['applied', (count) => t('Applied {0}', count)],
  ['rejected', (count) => t('Rejected {0}', count)],
  ['stale', (count) => t('Stale {0}', count)],
];

/** All proposals: what waits first, then what was decided, newest first. What the gate turned down stands only under "Rejected". */
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
      modeNote(ctx),
    );
  const of = (filter: Filter): readonly Proposal[] => proposals.filter((one) => belongs(one, filter));
  const shown = of(ctx.ui.inbox).toSorted((a, b) => rank(b) - rank(a));
  const first = shown.find((proposal) => proposal.state === 'pending');
  const byGate = proposals.filter(({ rejectedBy }) => rejectedBy === 'gate').length;
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'filters', attr: { role: 'group', 'aria-label': t('Show') } },
      filters.map(([filter, words]) =>
        h(
          'button',
          {
            key: filter,
            attr: { type: 'button', 'aria-pressed': ctx.ui.inbox === filter },
            on: { click: () => ctx.update({ inbox: filter }) },
          },
          words(of(filter).length),
        ),
      ),
    ),
    modeNote(ctx),
    h(
      'ul',
      { class: 'ibx', attr: { 'aria-label': t('Proposals') } },
      shown.map((proposal) => item(ctx, proposal, proposal === first)),
    ),
    shown.length === 0 && h('p', { class: 'blank muted' }, t('None of this kind.')),
    ctx.ui.inbox === 'all' &&
      byGate > 0 &&
      h(
        'p',
        { key: 'by-gate', class: 'rest muted small' },
        byGate === 1 ? t('The gate turned down 1 more.') : t('The gate turned down {0} more.', byGate),
        ' ',
        link(t('Show under Rejected'), () => ctx.update({ inbox: 'rejected' })),
      ),
  );
}

const belongs = (proposal: Proposal, filter: Filter): boolean =>
  filter === 'all' ? proposal.rejectedBy !== 'gate' : proposal.state === filter;

/** What waits stands above all else, what the gate turned down below; within each, by the last thing that happened. */
function rank(proposal: Proposal): number {
  const at = proposal.decidedAt ?? proposal.createdAt;
  const apart = Number.MAX_SAFE_INTEGER / 4;
  if (waits(proposal)) return at + (proposal.state === 'pending' ? 2 : 1) * apart;
  return proposal.rejectedBy === 'gate' ? at - apart : at;
}

function item(ctx: Context, proposal: Proposal, first: boolean): View {
  const id = fold.proposal(proposal.id);
  const open = isOpen(ctx.ui, id, false);
  return h(
    'li',
    { key: proposal.id, attr: { 'aria-current': first || undefined, 'data-state': proposal.state } },
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
      !open && h('div', { class: 't2' }, about(ctx, proposal)),
    ),
    h('span', { class: 'age' }, age(proposal.decidedAt ?? proposal.createdAt, ctx.now)),
    open
      ? h('div', { key: 'card', class: 'body' }, proposalCard(ctx, proposal))
      : waits(proposal) && h('div', { key: 'short', class: 'body' }, actions(ctx, proposal, 'row', first)),
  );
}

function sign({ operation, state }: Proposal): View {
  const names: Readonly<Record<ProposalState, IconName>> = {
    pending: signOf(operation),
    applied: signOf(operation),
    rejected: 'x',
    stale: 'clock',
    quarantined: 'warning',
  };
  return icon(names[state], state === 'quarantined' ? 'fail' : undefined);
}

/** The latest change of a skill is watched for its first uses. */
function onProbation(ctx: Context, { id, skill }: Proposal): Child {
  const watched = ctx.state.watched[skill];
  const applied = ctx.state.proposals.filter((one) => one.state === 'applied' && one.skill === skill);
  const latest = applied.toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0))[0];
  return watched && latest?.id === id && `${t('On probation, {0} of {1} uses.', watched.uses, watched.of)} `;
}

function about(ctx: Context, proposal: Proposal): Child {
  const { acceptedHunks, hunks, reason, state, summary, rejectedBy, gate, model, fromOneExample } = proposal;
  switch (state) {
    case 'rejected':
      return `${rejection(rejectedBy, reason)}${rejectedBy === 'gate' && gate.state === 'failed' ? `, ${gateShort(gate)}` : ''}`;
    case 'stale':
      return reason ?? t('The skill was changed since.');
    case 'applied':
      return [
        acceptedHunks &&
          acceptedHunks.length < hunks.length &&
          `${t('{0} of {1} edits were written.', acceptedHunks.length, hunks.length)} `,
        onProbation(ctx, proposal),
        summary,
      ];
    case 'quarantined':
      return provenanceLine(ctx, proposal);
    case 'pending':
      return [
        facts(editCount(proposal), fromOneExample && t('from one example'), model.simulated && t('simulated')),
        '. ',
        gate.state === 'not-gated' ? `${t('Not gated')}.` : gateSentence(gate),
        ' ',
        summary,
      ];
  }
}
