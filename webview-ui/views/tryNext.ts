import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { percent } from '../format.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { nextSkill } from '../slate.js';

/** After a failure the next skill of the list may be tried once; whatever comes of it, the router learns from both. */
export function tryNext(ctx: Context, run: RunView): Child {
  if (run.status !== 'done' || run.verdict?.outcome !== 'failure' || !run.route) return null;
  const next = nextSkill(run.route.route, run.tried);
  if (typeof next?.skill !== 'string') return null;
  if (ctx.state.runs.some(({ retryOf }) => retryOf === run.id)) return null;
  const asked = ctx.ui.retried.includes(run.id);
  return h(
    'div',
    { key: 'next', class: 'ask' },
    h(
      'span',
      { class: 't' },
      t('Was it the wrong skill?'),
      ' ',
      h(
        'span',
        { class: 'muted' },
        next.probability === undefined
          ? t('The router learns from both tries.')
          : t('The next on the slate passes with {0}; the router learns from both tries.', percent(next.probability)),
      ),
    ),
    button(t('Try {0} once', next.skill), {
      key: 'try',
      id: 'try-next',
      small: true,
      icon: 'redo',
      disabled: asked,
      onClick: () => {
        ctx.update({ retried: [...ctx.ui.retried, run.id] });
        ctx.post({ type: 'tryNext', run: run.id });
      },
    }),
  );
}
