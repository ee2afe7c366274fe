import type { Context } from '../context.js';
import { h, type View } from '../dom.js';
import type { RunView } from '../runView.js';
import { act } from './act.js';
import { attribution } from './attribution.js';
import { feedback } from './feedback.js';
import { header } from './header.js';
import { learned } from './learned.js';
import { merging } from './merging.js';
import { statusLine } from './problem.js';
import { route } from './route.js';
import { write } from './write.js';

/** One run from route to what was learned; the parts stand there from the start, those to come are dim. */
export const runPage = (ctx: Context, run: RunView): View =>
  h(
    'div',
    { key: `run:${run.id}`, attr: { 'data-run': run.id, 'data-status': run.status } },
    header(ctx, run),
    statusLine(ctx),
    route(ctx, run),
    act(ctx, run),
    feedback(ctx, run),
    attribution(ctx, run),
    write(ctx, run),
    learned(ctx, run),
    merging(ctx, run),
  );
