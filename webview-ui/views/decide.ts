import type { Proposal } from '../../src/protocol.js';
import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import { waits } from '../state.js';
import { accepted } from './edits.js';
import { isWhole } from './proposalWords.js';
import { rejectChoices } from './reject.js';
import { gateAgain } from './regate.js';

/** What to do with a proposal that waits. `row` is the short form of the inbox. */
export function actions(ctx: Context, proposal: Proposal, form: 'card' | 'row', primary = true): View {
  const small = form === 'row';
  const rejecting = ctx.ui.rejecting?.proposal === proposal.id;
  return h(
    'div',
    { key: 'actions', class: form === 'card' ? 'pblock' : '' },
    form === 'card' && gateAgain(ctx, proposal),
    rejecting
      ? rejectChoices(ctx, proposal)
      : h(
          'div',
          { key: 'decide', class: 'btns' },
          form === 'row' && proposal.state === 'quarantined'
            ? lookButton(ctx, proposal)
            : applyButton(ctx, proposal, small, primary),
          diffButton(ctx, proposal, small),
          button(t('Reject…'), {
            key: 'reject',
            id: `reject-${proposal.id}`,
            small,
            disabled: ctx.ui.deciding.includes(proposal.id),
            onClick: () => {
              ctx.update({ rejecting: { proposal: proposal.id, other: false, text: '' } });
              ctx.focus(`reason-${proposal.id}`);
            },
          }),
          accepted(ctx, proposal).length < proposal.hunks.length &&
            h('span', { class: 'muted small' }, t('Edits that are not accepted are dropped.')),
        ),
  );
}

/** The one that waits for a look has no accept before it is open: its source is read first. */
const lookButton = (ctx: Context, { id }: Proposal): View =>
  button(t('Look at it'), {
    key: 'look',
    small: true,
    onClick: () => ctx.update({ open: { ...ctx.ui.open, [`proposal:${id}`]: true } }),
  });

function applyButton(ctx: Context, proposal: Proposal, small: boolean, primary: boolean): View {
  const edits = accepted(ctx, proposal);
  const busy = ctx.ui.deciding.includes(proposal.id);
  const careful = proposal.state === 'quarantined';
  return button(busy ? t('Applying…') : careful ? t('Accept anyway…') : acceptWords(proposal, edits), {
    key: 'apply',
    primary: primary && !careful,
    small,
    disabled: busy || (!edits.length && !isWhole(proposal)),
    shortcut: 'Control+Enter',
    onClick: () => apply(ctx, proposal),
  });
}

const diffButton = (ctx: Context, { id }: Proposal, small: boolean): View =>
  button(t('Open diff'), {
    key: 'diff',
    small,
    icon: 'diff',
    onClick: () => ctx.post({ type: 'openDiff', proposal: id }),
  });

function acceptWords(proposal: Proposal, edits: readonly number[]): string {
  const all = proposal.hunks.length;
  if (isWhole(proposal)) return t('Accept');
  if (edits.length < all) return t('Accept {0} of {1} edits', edits.length, all);
  if (all === 1) return t('Accept');
  return all === 2 ? t('Accept both edits') : t('Accept all {0} edits', all);
}

export function apply(ctx: Context, proposal: Proposal): void {
  const edits = accepted(ctx, proposal);
  if (!waits(proposal) || ctx.ui.deciding.includes(proposal.id)) return;
  if (!edits.length && !isWhole(proposal)) return;
  ctx.update({ deciding: [...ctx.ui.deciding, proposal.id] });
  ctx.post({
    type: 'accept',
    proposal: proposal.id,
    ...(edits.length < proposal.hunks.length && { hunks: edits }),
  });
}

/** What can be done with a decided proposal. */
export function afterwards(ctx: Context, { id, state }: Proposal): Child {
  const post = (type: 'undoAccept' | 'showConflict'): void => ctx.post({ type, proposal: id });
  if (state === 'applied')
    return h(
      'div',
      { key: 'afterwards', class: 'pblock' },
      button(t('Undo accept'), { key: 'undo', icon: 'undo', onClick: () => post('undoAccept') }),
    );
  if (state === 'stale')
    return h(
      'div',
      { key: 'afterwards', class: 'pblock' },
      button(t('Compare with the skill as it is now'), {
        key: 'conflict',
        icon: 'diff',
        onClick: () => post('showConflict'),
      }),
    );
  return null;
}
