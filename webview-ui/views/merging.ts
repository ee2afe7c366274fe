import type { Context } from '../context.js';
import type { Child } from '../dom.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { written } from './write.js';

/** What the run's round has ended with: one skill in place of two that are chosen for the same tasks. */
export const merging = (ctx: Context, run: RunView): Child =>
  run.merging && written(ctx, { ...run, ...run.merging, error: null }, 'merge', t('Round’s end'));
