import { button, link, textField } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';

const reasonId = 'blame-reason';

/** Begins to put a bad verdict into words. */
export function startBlame(ctx: Context, run: RunView): void {
  ctx.update({ blaming: { run: run.id, reason: '', answer: '', sent: false } });
  ctx.focus(reasonId);
}

/** What was wrong and what would have been right: both may stay empty, the verdict counts all the same. */
export function blame(ctx: Context, run: RunView): Child {
  const { blaming } = ctx.ui;
  if (blaming?.run !== run.id || blaming.sent) return null;
  const { reason, answer } = blaming;
  const send = (): void => {
    ctx.update({ blaming: { ...blaming, sent: true }, graded: { ...ctx.ui.graded, [run.id]: 'bad' } });
    ctx.post({
      type: 'feedback',
      run: run.id,
      outcome: 'bad',
      ...(reason.trim() && { reason: reason.trim() }),
      ...(answer.trim() && { answer: answer.trim() }),
    });
    ctx.focus('thumb-down');
  };
  return h(
    'div',
    { key: 'blame', class: 'ask blame', attr: { role: 'group', 'aria-label': t('It was wrong') } },
    h(
      'span',
      { class: 'wide' },
      t('What was wrong?'),
      ' ',
      h('span', { class: 'muted' }, t('Optional; it helps to find the cause.')),
    ),
    textField({
      id: reasonId,
      label: t('What was wrong?'),
      value: reason,
      onInput: (value) => ctx.update({ blaming: { ...blaming, reason: value } }),
      onEnter: send,
    }),
    h(
      'span',
      { class: 'wide' },
      t('What should it have been?'),
      ' ',
      h('span', { class: 'muted' }, t('Optional; the right answer.')),
    ),
    textField({
      id: 'blame-answer',
      label: t('What should it have been?'),
      value: answer,
      onInput: (value) => ctx.update({ blaming: { ...blaming, answer: value } }),
      onEnter: send,
    }),
    h(
      'div',
      { class: 'btns' },
      button(t('It was wrong'), { key: 'send', small: true, icon: 'down', onClick: send }),
      link(
        t('Take it back'),
        () => {
          ctx.update({ blaming: null });
          ctx.focus('thumb-down');
        },
        { class: 'small pad' },
      ),
    ),
  );
}
