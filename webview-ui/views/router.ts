import type { RouterReport } from '../../src/protocol.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import { calibration } from './router/calibration.js';
import { curve } from './router/curve.js';
import { generations } from './router/generations.js';
import { headline } from './router/headline.js';
import { learnedSkills, untaught } from './router/learnedSkills.js';
import { nothingYet } from './router/nothingYet.js';
import { taskRoute } from './router/taskRoute.js';
import { training } from './router/training.js';

/** Below this width of the panel one chart stands under the other; as in styles/charts.css. */
const sideBySide = 700;
/** Space beside and between the charts; as in styles/charts.css. */
const [gutter, gap] = [24, 28];
/** Share of the width the curve has beside the calibration. */
const curveShare = 1.75 / 2.75;

/** What the router has learned, how good it is, and what it would choose for the task on show. */
export function router(ctx: Context): View {
  const { router: report } = ctx.state;
  return h(
    'div',
    { class: 'router' },
    taskRoute(ctx),
    report === undefined
      ? h('p', { key: 'reading', class: 'muted' }, t('Reading what the router has learned…'))
      : report === null
        ? h('p', { key: 'none', class: 'muted' }, t('Open a trusted folder to see what its router has learned.'))
        : learnt(ctx, report),
  );
}

function learnt(ctx: Context, report: RouterReport): Child {
  if (report.graded === 0) {
    const taught = report.learned.some((skill) => !untaught(skill));
    return [
      nothingYet(ctx, report),
      report.calibration.length > 0 && charts(ctx, report),
      taught && learnedSkills(ctx, report.learned),
      report.generations.length > 0 && generations(ctx, report.generations),
    ];
  }
  return [
    h('div', { key: 'head', class: 'hline' }, headline(report), training(ctx, report)),
    h(
      'p',
      { key: 'honest', class: 'cap' },
      t(
        'Graded tasks are those whose right skill is known. A success names the skill that was used, which favours the router over what it is compared with.',
      ),
    ),
    charts(ctx, report),
    learnedSkills(ctx, report.learned),
    generations(ctx, report.generations),
  ];
}

function charts(ctx: Context, report: RouterReport): View {
  const width = Math.max(280, ctx.width - gutter);
  const both = ctx.width > sideBySide;
  const left = both ? Math.floor((width - gap) * curveShare) : width;
  return h(
    'div',
    { key: 'charts', class: 'charts' },
    curve(ctx, report, left),
    calibration(ctx, report, both ? width - gap - left : width),
  );
}
