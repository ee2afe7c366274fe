import type { RouterReport } from '../../../src/protocol.js';
import { button, simulated } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type View } from '../../dom.js';
import { t } from '../../l10n.js';
import { training } from './training.js';

/** Before the first graded task: what will stand here, and how it gets there. */
export const nothingYet = (ctx: Context, report: RouterReport): View =>
  h(
    'div',
    { key: 'nothing', class: 'nothing' },
    h('h2', {}, t('No graded tasks yet'), ' ', report.simulated && simulated()),
    h(
      'p',
      {},
      t(
        'Here you will see how often the right skill comes first, beside plain search; whether the probabilities are honest; and what was learned about each skill.',
      ),
    ),
    h('p', {}, t('A task is graded when its right skill is known:')),
    h(
      'ul',
      { class: 'points' },
      h('li', {}, t('a run passes its check, or you say that it was right;')),
      h('li', {}, t('you choose “Use this” for another skill on the slate;')),
      h('li', {}, t('the next skill on the slate works after the first has failed.')),
    ),
    h(
      'p',
      { class: 'cap' },
      t(
        'Until then words choose, as plain search does. Training runs on this computer; a model, if one is set up, is only asked to make up example tasks.',
      ),
    ),
    h(
      'div',
      { class: 'btns after' },
      button(t('New task'), { key: 'new', primary: true, onClick: () => ctx.post({ type: 'newTask' }) }),
      training(ctx, report),
    ),
  );
