import type { CalibrationBin, RouterReport } from '../../../src/protocol.js';
import { below, levels, watermark, type Box } from '../../charts/axes.js';
import { figure } from '../../charts/figure.js';
import { chosenPoint, pointLayer, withPoints } from '../../charts/points.js';
import { scale } from '../../charts/scale.js';
import { simulated } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type Child, type View } from '../../dom.js';
import { decimal, integer, percent, span } from '../../format.js';
import { t } from '../../l10n.js';

const height = 210;
/** Radius of the largest and the smallest point, in pixels; the area grows with the runs. */
const [largest, smallest] = [6, 3];
/** At this average error and below the probabilities are called honest: the goal the router is built for. */
const honest = 0.05;

/** Whether a probability of the router means what it says. */
export function calibration(ctx: Context, report: RouterReport, width: number): View {
  const bins = report.calibration;
  return figure(
    ctx,
    'calibration',
    {
      title: t('Is its probability honest?'),
      caption: t('runs that passed, by the probability given; 95 % intervals'),
      tag: report.simulated && simulated(),
    },
    bins.length === 0
      ? h(
          'p',
          { key: 'none', class: 'muted none' },
          t('No judged run with a probability yet. It shows here after the next ones.'),
        )
      : [plot(ctx, report, bins, width), h('p', { key: 'verdict', class: 'small verdict' }, verdict(report))],
    {
      heads: [t('probability given'), t('passed'), t('95 % interval'), t('runs')],
      rows: bins.map(({ predicted, observed }) => [
        percent(predicted),
        percent(observed.value),
        span(observed),
        integer(observed.count),
      ]),
    },
  );
}

function plot(ctx: Context, report: RouterReport, bins: readonly CalibrationBin[], width: number): Child {
  const box: Box = { left: 44, right: width - 14, top: 8, bottom: height - 24 };
  const x = scale(0, 1, box.left, box.right);
  const y = scale(0, 1, box.bottom, box.top);
  const most = Math.max(1, ...bins.map(({ observed }) => observed.count));
  const chosen = chosenPoint(ctx, 'calibration', bins.length, bins.length - 1);
  const halves = [0, 0.5, 1];
  return withPoints(
    h(
      'svg',
      {
        class: 'ch',
        attr: { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': summary(report) },
      },
      report.simulated && watermark(box, t('simulated')),
      levels(
        box,
        halves.map((value) => ({ at: y(value), words: percent(value) })),
      ),
      below(
        box,
        halves.map((value) => ({ at: x(value), words: percent(value) })),
      ),
      h('path', { key: 'ideal', class: 'ideal', attr: { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` } }),
      bins.map(({ predicted, observed }, index) => {
        const [cx, cy] = [x(predicted), y(observed.value)];
        const r = Math.max(smallest, largest * Math.sqrt(observed.count / most));
        return [
          h('path', { class: 'whisker', attr: { d: `M${cx} ${y(observed.low)}V${y(observed.high)}` } }),
          index === chosen && h('circle', { class: 'around', attr: { cx, cy, r: r + 3 } }),
          h('circle', { class: 'pt router', attr: { cx, cy, r } }),
        ];
      }),
    ),
    pointLayer(
      ctx,
      'calibration',
      bins.map((bin) => ({
        x: x(bin.predicted),
        y: (box.top + box.bottom) / 2,
        width: Math.max(16, (box.right - box.left) / bins.length / 1.5),
        height: box.bottom - box.top,
        words: told(bin),
      })),
      chosen,
    ),
    told(bins[chosen]),
  );
}

function told(bin: CalibrationBin | undefined): string {
  if (!bin) return '';
  const { predicted, observed } = bin;
  return observed.count === 1
    ? t('when it says {0}, {1} pass (1 run, likely {2})', percent(predicted), percent(observed.value), span(observed))
    : t(
        'when it says {0}, {1} pass ({2} runs, likely {3})',
        percent(predicted),
        percent(observed.value),
        integer(observed.count),
        span(observed),
      );
}

/** In one sentence how far the probabilities are off, and to which side. */
function verdict({ calibration: bins, calibrationError: error }: RouterReport): string {
  if (error === null) return t('Too few judged runs to say.');
  const points = decimal(error * 100, 1);
  if (error <= honest) return t('Honest so far: off by {0} points on average.', points);
  const lean = bins.reduce((sum, { predicted, observed }) => sum + observed.count * (observed.value - predicted), 0);
  return lean < 0
    ? t('Too sure so far: off by {0} points on average.', points)
    : t('Too modest so far: off by {0} points on average.', points);
}

const summary = (report: RouterReport): string =>
  [
    t('Probability given against the share of runs that passed, in {0} groups.', report.calibration.length),
    verdict(report),
  ].join(' ');
