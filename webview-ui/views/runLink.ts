import type { Place } from '../../src/protocol.js';
import { link } from '../components.js';
import type { Context } from '../context.js';
import type { View } from '../dom.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { placeId, towards } from '../ui.js';

/** `#224`, or the begin of the id of a run that is not listed. @param known its number, where the caller knows it */
export function runName(ctx: Context, id: string, known?: number): string {
  const number = ctx.state.runs.find((run) => run.id === id)?.number ?? known;
  return number === undefined ? id.slice(0, 8) : `#${number}`;
}

/** Opens a run. */
export function runLink(ctx: Context, id: string, known?: number): View {
  const name = runName(ctx, id, known);
  return link(name, () => ctx.post({ type: 'openRun', run: id }), { label: t('Open run {0}', name) });
}

/** Opens a run at a step or at its check. */
export const placeLink = (ctx: Context, id: string, words: string, at: Place): View =>
  link(words, () => ctx.post({ type: 'openRun', run: id, at }));

/** Goes to a step or the check of the run on show. */
export const hereLink = (ctx: Context, run: RunView, words: string, at: Place): View =>
  link(words, () => {
    ctx.update(towards(ctx.ui, run, at));
    ctx.focus(placeId(at));
  });
