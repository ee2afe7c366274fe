import { link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';

/** How proposals are decided, where that is not by the reader. */
export function modeNote(ctx: Context): Child {
  const { mode } = ctx.state.status;
  if (mode === 'review') return null;
  return h(
    'p',
    { key: 'mode', class: 'strip' },
    icon('info', mode === 'auto' ? 'wait' : 'muted'),
    h(
      'span',
      {},
      mode === 'auto'
        ? t('Auto mode: what its gate has passed is accepted without you, and taken back when it does worse.')
        : t('Shadow mode: what would be proposed is only recorded in its run; no skill changes.'),
    ),
    link(t('Change…'), () => ctx.post({ type: 'remedy', remedy: 'open-settings' })),
  );
}
