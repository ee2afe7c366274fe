import type { Proposal } from '../../src/protocol.js';
import { button, link, textField } from '../components.js';
import type { Context } from '../context.js';
import { h, type View } from '../dom.js';
import { t } from '../l10n.js';

/** Reasons with one click. They are sent in English, because the next rewrite is told of them. */
const reasons = [
  { reason: 'wrong rule', words: () => t('wrong rule') },
  { reason: 'too narrow', words: () => t('too narrow') },
  { reason: 'one-off task', words: () => t('one-off task') },
] as const;

/** A recorded reason in the reader's language, where it is one of ours. */
export const reasonWords = (reason: string): string =>
  reasons.find((known) => known.reason === reason)?.words() ?? reason;

/** Why the proposal is rejected. */
export function rejectChoices(ctx: Context, proposal: Proposal): View {
  const { rejecting } = ctx.ui;
  const reject = (reason: string): void => {
    ctx.update({ rejecting: null, deciding: [...ctx.ui.deciding, proposal.id] });
    ctx.post({ type: 'reject', proposal: proposal.id, ...(reason.trim() && { reason: reason.trim() }) });
  };
  const keep = link(
    t('Keep it'),
    () => {
      ctx.update({ rejecting: null });
      ctx.focus(`reject-${proposal.id}`);
    },
    { class: 'small pad' },
  );
  const title = h('span', { class: 'muted small' }, t('Reject because'));
  if (rejecting?.other)
    return h(
      'div',
      { key: 'other', class: 'btns', attr: { role: 'group', 'aria-label': t('Reject because') } },
      title,
      textField({
        id: `why-${proposal.id}`,
        class: 'why',
        label: t('Why it is rejected'),
        placeholder: t('in your words'),
        value: rejecting.text,
        onInput: (text) => ctx.update({ rejecting: { ...rejecting, text } }),
        onEnter: () => reject(rejecting.text),
      }),
      button(t('Reject'), { key: 'do', small: true, onClick: () => reject(rejecting.text) }),
      keep,
    );
  return h(
    'div',
    { key: 'reasons', class: 'btns', attr: { role: 'group', 'aria-label': t('Reject because') } },
    title,
    reasons.map(({ reason, words }, index) =>
      button(words(), {
        key: reason,
        small: true,
        ...(index === 0 && { id: `reason-${proposal.id}` }),
        onClick: () => reject(reason),
      }),
    ),
    button(t('other…'), {
      key: 'other',
      small: true,
      onClick: () => {
        ctx.update({ rejecting: { proposal: proposal.id, other: true, text: '' } });
        ctx.focus(`why-${proposal.id}`);
      },
    }),
    keep,
  );
}
