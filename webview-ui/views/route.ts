import type { Context } from '../context.js';
import type { View } from '../dom.js';
import { duration } from '../format.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { routeNotes, routeSummary } from './routeWords.js';
import { laterSection, section } from './section.js';
import { slate } from './slate.js';

/** Which skill was chosen, out of which, and why. */
export function route(ctx: Context, run: RunView): View {
  const live = run.status === 'running';
  if (!run.route) {
    return live
      ? section(ctx, 'route', { icon: 'busy', title: t('Route'), summary: t('choosing a skill') }, false, () => null)
      : laterSection('route', t('Route'), t('nothing was chosen'));
  }
  const { route: decision, ms } = run.route;
  return section(
    ctx,
    'route',
    { icon: 'pass', tone: 'pass', title: t('Route'), summary: routeSummary(decision), end: duration(ms) },
    live,
    () => [slate(ctx, decision, run.id), routeNotes(decision)],
  );
}
