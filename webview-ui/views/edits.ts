import type { Proposal } from '../../src/protocol.js';
import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { acceptedEdits, headingOf, rowsOf, type Mark } from '../hunks.js';
import { t } from '../l10n.js';
import { waits } from '../state.js';
import { diffTable } from './diff.js';
import { facts } from './prose.js';
import { isWhole } from './proposalWords.js';

/** One edit of a proposal; while it waits, with the marks the reader gives it. */
export function edit(ctx: Context, proposal: Proposal, index: number): Child {
  const hunk = proposal.hunks[index];
  if (!hunk) return null;
  const mark = ctx.ui.marks[proposal.id]?.[index];
  const title = facts(t('Edit {0} of {1}', index + 1, proposal.hunks.length), headingOf(proposal, hunk));
  return h(
    'div',
    {
      key: `edit:${index}`,
      class: mark ? `hunk ${mark}ed` : 'hunk',
      attr: { id: editId(proposal, index), tabindex: -1, role: 'group', 'aria-label': title, 'data-edit': index },
    },
    h(
      'div',
      { class: 'hh' },
      h('span', { class: 't' }, title),
      waits(proposal) &&
        !isWhole(proposal) && [
          button(mark === 'accept' ? t('Accepted') : t('Accept'), {
            key: 'accept',
            small: true,
            icon: 'check',
            pressed: mark === 'accept',
            shortcut: 'A',
            label: t('Accept edit {0}', index + 1),
            onClick: () => setMark(ctx, proposal, index, 'accept'),
          }),
          button(mark === 'reject' ? t('Rejected') : t('Reject'), {
            key: 'reject',
            small: true,
            icon: 'x',
            pressed: mark === 'reject',
            shortcut: 'R',
            label: t('Reject edit {0}', index + 1),
            onClick: () => setMark(ctx, proposal, index, 'reject'),
          }),
        ],
    ),
    h('div', { class: 'scroll' }, diffTable(title, rowsOf(hunk))),
  );
}

export const editId = (proposal: Proposal, index: number): string => `edit-${proposal.id}-${index}`;

/** The edit an event comes from, from 0. */
export function editOf(event: Event): number | undefined {
  const found = event.target instanceof Element ? event.target.closest('[data-edit]') : null;
  return found ? Number(found.getAttribute('data-edit')) : undefined;
}

/** The same mark again takes it back. */
export function setMark(ctx: Context, proposal: Proposal, index: number, value: Mark): void {
  const marks = ctx.ui.marks[proposal.id] ?? [];
  const now = proposal.hunks.map((_, each) =>
    each !== index ? marks[each] : marks[each] === value ? undefined : value,
  );
  ctx.update({ marks: { ...ctx.ui.marks, [proposal.id]: now } });
}

/** The edits that would be written, from 0. */
export const accepted = (ctx: Context, proposal: Proposal): readonly number[] =>
  isWhole(proposal)
    ? proposal.hunks.map((_, index) => index)
    : acceptedEdits(proposal.hunks.length, ctx.ui.marks[proposal.id] ?? []);
