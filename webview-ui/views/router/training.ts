import type { RouterReport } from '../../../src/protocol.js';
import { button } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type View } from '../../dom.js';
import { integer } from '../../format.js';
import { say, t } from '../../l10n.js';

/** *Train now*, or how far the training is and the way to stop it; both take the same place. */
export function training(ctx: Context, report: RouterReport): View {
  const going = report.training;
  if (!going)
    return h(
      'div',
      { key: 'training', class: 'training' },
      button(ctx.ui.training === 'asked' ? t('Starting…') : t('Train now'), {
        key: 'train',
        id: 'train',
        icon: 'redo',
        disabled: ctx.ui.training !== null,
        onClick: () => {
          ctx.update({ training: 'asked' });
          ctx.post({ type: 'trainRouter' });
        },
      }),
      h('span', { key: 'since', class: 'cap' }, since(report)),
    );
  const { done, of, what } = going;
  return h(
    'div',
    { key: 'training', class: 'training' },
    h(
      'div',
      { key: 'progress', class: 'progress' },
      h('progress', {
        attr: { 'aria-label': t('Training of the router'), ...(of > 0 && { value: done, max: of }) },
      }),
      h('span', { class: 'small muted' }, say(what), of > 0 && `, ${t('{0} of {1}', integer(done), integer(of))}`),
    ),
    button(ctx.ui.training === 'cancelling' ? t('Cancelling…') : t('Cancel'), {
      key: 'train',
      id: 'train',
      icon: 'stop',
      disabled: ctx.ui.training === 'cancelling',
      onClick: () => {
        ctx.update({ training: 'cancelling' });
        ctx.post({ type: 'cancelTraining' });
      },
    }),
  );
}

function since({ outcomesSince, trainAfter }: RouterReport): string {
  return outcomesSince === 1
    ? t('1 outcome since the last training; by itself after {0}', trainAfter)
    : t('{0} outcomes since the last training; by itself after {1}', outcomesSince, trainAfter);
}
