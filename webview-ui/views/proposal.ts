import type { Proposal } from '../../src/protocol.js';
import { button, link, simulated, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { acceptedEdits, changedLines, headingOf, rowsOf, type Mark } from '../hunks.js';
import { icon } from '../icons.js';
import { typing } from '../keyboard.js';
import { t } from '../l10n.js';
import { diffTable } from './diff.js';
import { facts, prose } from './prose.js';
import { reasonWords, rejectChoices } from './reject.js';

export const titleOf = (proposal: Proposal): string =>
  proposal.operation === 'create' ? t('Create {0}', proposal.skill) : t('Rewrite {0}', proposal.skill);

export const editCount = (proposal: Proposal): string =>
  proposal.hunks.length === 1 ? t('1 edit') : t('{0} edits', proposal.hunks.length);

const tones = { pending: 'wait', applied: 'pass', rejected: 'quiet', stale: 'quiet', quarantined: 'fail' } as const;
const states = {
  pending: () => t('pending'),
  applied: () => t('applied'),
  rejected: () => t('rejected'),
  stale: () => t('stale'),
  quarantined: () => t('quarantined'),
} as const;

export const stateTag = ({ state }: Proposal): View => tag(states[state](), tones[state]);

/**
 * A proposal with its edits; while it is pending each edit can be marked and all accepted ones applied at once.
 * @param run number of the run it stands in; without one it stands in the inbox, under its own title
 */
export function proposalCard(ctx: Context, proposal: Proposal, run?: number): View {
  const pending = proposal.state === 'pending';
  const { added, removed } = changedLines(proposal.hunks);
  return h(
    'div',
    {
      key: `proposal:${proposal.id}`,
      class: 'card',
      attr: {
        role: 'group',
        tabindex: 0,
        'aria-label': titleOf(proposal),
        'aria-keyshortcuts': pending ? '[ ] A R Control+Enter' : '[ ]',
      },
      on: { keydown: (event) => onKey(ctx, proposal, event) },
    },
    h(
      'div',
      { class: 'phead' },
      run !== undefined && [h('span', { class: 'b' }, titleOf(proposal)), stateTag(proposal)],
      h('span', { class: 'muted small' }, facts(editCount(proposal), `+${added} −${removed}`)),
    ),
    h(
      'div',
      { class: 'pblock' },
      prose(proposal.summary),
      h('p', { class: 'cap gated' }, icon('unknown', 'muted'), t('not gated: no replay has shown yet that this helps')),
      outcome(proposal),
    ),
    proposal.hunks.map((_, index) => edit(ctx, proposal, index)),
    provenance(ctx, proposal, run),
    pending ? actions(ctx, proposal, 'card') : afterwards(ctx, proposal),
  );
}

function outcome(proposal: Proposal): Child {
  const { acceptedHunks, hunks, reason } = proposal;
  const words =
    proposal.state === 'applied' && acceptedHunks && acceptedHunks.length < hunks.length
      ? t('{0} of {1} edits were written.', acceptedHunks.length, hunks.length)
      : reason && proposal.state === 'rejected'
        ? t('Rejected: {0}', reasonWords(reason))
        : reason && proposal.state === 'stale'
          ? t('Stale: {0}', reason)
          : '';
  return words !== '' && h('p', { key: 'outcome' }, words);
}

function edit(ctx: Context, proposal: Proposal, index: number): Child {
  const hunk = proposal.hunks[index];
  if (!hunk) return null;
  const mark = ctx.ui.marks[proposal.id]?.[index];
  const heading = headingOf(proposal, hunk);
  const title = facts(t('Edit {0} of {1}', index + 1, proposal.hunks.length), heading);
  const set = (value: Mark): void =>
    ctx.update({ marks: { ...ctx.ui.marks, [proposal.id]: marked(ctx, proposal, index, value) } });
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
      proposal.state === 'pending' && [
        button(mark === 'accept' ? t('Accepted') : t('Accept'), {
          key: 'accept',
          small: true,
          icon: 'check',
          pressed: mark === 'accept',
          shortcut: 'A',
          label: t('Accept edit {0}', index + 1),
          onClick: () => set('accept'),
        }),
        button(mark === 'reject' ? t('Rejected') : t('Reject'), {
          key: 'reject',
          small: true,
          icon: 'x',
          pressed: mark === 'reject',
          shortcut: 'R',
          label: t('Reject edit {0}', index + 1),
          onClick: () => set('reject'),
        }),
      ],
    ),
    h('div', { class: 'scroll' }, diffTable(title, rowsOf(hunk))),
  );
}

const editId = (proposal: Proposal, index: number): string => `edit-${proposal.id}-${index}`;

/** The marks after one more; the same mark again takes it back. */
function marked(ctx: Context, proposal: Proposal, index: number, value: Mark): readonly (Mark | undefined)[] {
  const marks = ctx.ui.marks[proposal.id] ?? [];
  return proposal.hunks.map((_, each) => (each !== index ? marks[each] : marks[each] === value ? undefined : value));
}

function provenance(ctx: Context, proposal: Proposal, run?: number): View {
  return h(
    'div',
    { class: 'pblock prov' },
    proposal.runs.length > 0 &&
      h(
        'span',
        {},
        proposal.runs.length === 1 ? t('from run') : t('from runs'),
        proposal.runs.map((id) => [' ', runLink(ctx, id, proposal.runs.length === 1 ? run : undefined)]),
      ),
    proposal.baseHash !== null &&
      h(
        'span',
        {},
        proposal.baseVersion === null ? t('bound to') : t('bound to v{0}', proposal.baseVersion),
        ' ',
        h('span', { class: 'mono' }, proposal.baseHash.slice(0, 6)),
      ),
    h('span', {}, proposal.model.label, ' ', proposal.model.simulated && simulated()),
  );
}

function runLink(ctx: Context, id: string, known?: number): View {
  const number = ctx.state.runs.find((run) => run.id === id)?.number ?? known;
  const words = number === undefined ? id.slice(0, 8) : `#${number}`;
  return link(words, () => ctx.post({ type: 'openRun', run: id }), { label: t('Open run {0}', words) });
}

/** What can be done with a decided proposal. */
function afterwards(ctx: Context, { id, state }: Proposal): Child {
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

/** What to do with a pending proposal. `row` is the short form of the inbox. */
export function actions(ctx: Context, proposal: Proposal, form: 'card' | 'row', primary = true): View {
  const accepted = acceptedEdits(proposal.hunks.length, ctx.ui.marks[proposal.id] ?? []);
  const busy = ctx.ui.deciding.includes(proposal.id);
  const small = form === 'row';
  const rejecting = ctx.ui.rejecting?.proposal === proposal.id;
  return h(
    'div',
    { key: 'actions', class: form === 'card' ? 'pblock' : '' },
    rejecting
      ? rejectChoices(ctx, proposal)
      : h(
          'div',
          { class: 'btns' },
          button(busy ? t('Applying…') : acceptWords(proposal, accepted), {
            key: 'apply',
            primary,
            small,
            disabled: busy || !accepted.length,
            shortcut: 'Control+Enter',
            onClick: () => apply(ctx, proposal),
          }),
          button(t('Open diff'), {
            key: 'diff',
            small,
            icon: 'diff',
            onClick: () => ctx.post({ type: 'openDiff', proposal: proposal.id }),
          }),
          button(t('Reject…'), {
            key: 'reject',
            id: `reject-${proposal.id}`,
            small,
            disabled: busy,
            onClick: () => {
              ctx.update({ rejecting: { proposal: proposal.id, other: false, text: '' } });
              ctx.focus(`reason-${proposal.id}`);
            },
          }),
          accepted.length < proposal.hunks.length &&
            h('span', { class: 'muted small' }, t('Edits that are not accepted are dropped.')),
        ),
  );
}

function acceptWords(proposal: Proposal, accepted: readonly number[]): string {
  const all = proposal.hunks.length;
  if (accepted.length < all) return t('Accept {0} of {1} edits', accepted.length, all);
  if (all === 1) return t('Accept');
  return all === 2 ? t('Accept both edits') : t('Accept all {0} edits', all);
}

function apply(ctx: Context, proposal: Proposal): void {
  const accepted = acceptedEdits(proposal.hunks.length, ctx.ui.marks[proposal.id] ?? []);
  if (proposal.state !== 'pending' || !accepted.length || ctx.ui.deciding.includes(proposal.id)) return;
  ctx.update({ deciding: [...ctx.ui.deciding, proposal.id] });
  ctx.post({
    type: 'accept',
    proposal: proposal.id,
    ...(accepted.length < proposal.hunks.length && { hunks: accepted }),
  });
}

function onKey(ctx: Context, proposal: Proposal, event: KeyboardEvent): void {
  if (typing(event) || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' && event.ctrlKey) apply(ctx, proposal);
  else if (event.ctrlKey) return;
  else if (event.key === ']' || event.key === '[') {
    const here = focusedEdit(event) ?? (event.key === ']' ? -1 : proposal.hunks.length);
    const next = Math.min(proposal.hunks.length - 1, Math.max(0, here + (event.key === ']' ? 1 : -1)));
    ctx.focus(editId(proposal, next));
  } else if (/^[ar]$/i.test(event.key) && proposal.state === 'pending') {
    const here = focusedEdit(event);
    if (here === undefined) return;
    const value = event.key.toLowerCase() === 'a' ? 'accept' : 'reject';
    ctx.update({ marks: { ...ctx.ui.marks, [proposal.id]: marked(ctx, proposal, here, value) } });
  } else return;
  event.preventDefault();
}

function focusedEdit(event: KeyboardEvent): number | undefined {
  const edit = event.target instanceof Element ? event.target.closest('[data-edit]') : null;
  return edit ? Number(edit.getAttribute('data-edit')) : undefined;
}
