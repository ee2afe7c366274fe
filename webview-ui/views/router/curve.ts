import type { Compared, CurvePoint, RouterReport, Share } from '../../../src/protocol.js';
import { below, levels, watermark, type Box } from '../../charts/axes.js';
import { figure } from '../../charts/figure.js';
import { chosenPoint, pointLayer, withPoints } from '../../charts/points.js';
import { areaBetween, lineThrough, scale, shareSpan, spread, textWidth, thin, ticks } from '../../charts/scale.js';
import { simulated } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type Child, type View } from '../../dom.js';
import { integer, percent, span } from '../../format.js';
import { t } from '../../l10n.js';
import { rivals, ways, type Way } from './ways.js';

/** More points than pixels tell nothing. */
const mostPoints = 80;
const height = 210;

/** How often the right skill came first, over the graded tasks. */
export function curve(ctx: Context, report: RouterReport, width: number): View {
  const points = thin(report.curve, mostPoints);
  const heads = [t('graded tasks'), ways.router(), t('95 % interval'), ways.bm25(), ways.usage()];
  return figure(
    ctx,
    'curve',
    {
      title: t('Right skill first'),
      caption: t('by graded tasks; 95 % band; ticks are generations of the router'),
      tag: report.simulated && simulated(),
    },
    points.length === 0
      ? h('p', { key: 'none', class: 'muted none' }, t('Too few graded tasks for a curve yet.'))
      : plot(ctx, report, points, width),
    {
      heads,
      rows: points.map(({ tasks, recall: { router, bm25, usage } }) => [
        integer(tasks),
        percent(router.value),
        span(router),
        percent(bm25.value),
        percent(usage.value),
      ]),
    },
  );
}

function plot(ctx: Context, report: RouterReport, points: readonly CurvePoint[], width: number): Child {
  const labels = labelsOf(points.at(-1)?.recall);
  const room = Math.max(...labels.map(({ words }) => textWidth(words)));
  const box: Box = { left: 40, right: Math.max(120, width - room - 12), top: 8, bottom: height - 24 };
  const tasks = points.map((point) => point.tasks);
  const most = Math.max(...tasks, ...report.generationTicks.map((tick) => tick.tasks));
  const x = scale(0, most, box.left, box.right);
  const [low, high] = shareSpan(...extent(points));
  const y = scale(low, high, box.bottom, box.top);
  const chosen = chosenPoint(ctx, 'curve', points.length, points.length - 1);
  const at = points[chosen];
  return withPoints(
    h(
      'svg',
      {
        class: 'ch',
        attr: { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': summary(points) },
      },
      report.simulated && watermark(box, t('simulated')),
      levels(
        box,
        ticks(low, high, 5).map((value) => ({ at: y(value), words: percent(value) })),
      ),
      below(
        box,
        // There are no parts of a task.
        wholeTicks(most, Math.max(2, Math.floor((box.right - box.left) / 70))).map((value) => ({
          at: x(value),
          words: integer(value),
        })),
      ),
      band(points, x, y),
      rivals.map((way) => drawn(points, way, x, y)),
      drawn(points, 'router', x, y),
      points.length === 1 && single(points[0], x, y),
      generations(report, box, x),
      at && h('path', { key: 'at', class: 'at', attr: { d: `M${x(at.tasks).toFixed(1)} ${box.top}V${box.bottom}` } }),
      endings(labels, box, y),
    ),
    pointLayer(
      ctx,
      'curve',
      points.map((point, index) => {
        const width = Math.max(8, (box.right - box.left) / points.length);
        const middle = (box.top + box.bottom) / 2;
        return { x: x(point.tasks), y: middle, width, height: box.bottom - box.top, words: told(points[index]) };
      }),
      chosen,
    ),
    told(at),
  );
}

type Scale = (value: number) => number;

function extent(points: readonly CurvePoint[]): [number, number] {
  const all = points.flatMap(({ recall: { router, bm25, usage } }) => [
    router.low,
    router.high,
    bm25.value,
    usage.value,
  ]);
  return [Math.min(...all), Math.max(...all)];
}

const band = (points: readonly CurvePoint[], x: Scale, y: Scale): View =>
  h('path', {
    key: 'band',
    class: 'band',
    attr: {
      d: areaBetween(
        points.map(({ tasks, recall }) => [x(tasks), y(recall.router.high)]),
        points.map(({ tasks, recall }) => [x(tasks), y(recall.router.low)]),
      ),
    },
  });

const drawn = (points: readonly CurvePoint[], way: Way, x: Scale, y: Scale): View =>
  h('path', {
    key: `line:${way}`,
    class: `ln ${way}`,
    attr: { d: lineThrough(points.map(({ tasks, recall }) => [x(tasks), y(recall[way].value)])) },
  });

/** A line of one point shows nothing: dots, and the interval of the router. */
const single = (point: CurvePoint | undefined, x: Scale, y: Scale): Child =>
  point && [
    h('path', {
      key: 'interval',
      class: 'ln router',
      attr: { d: `M${x(point.tasks)} ${y(point.recall.router.low)}V${y(point.recall.router.high)}` },
    }),
    [...rivals, 'router' as const].map((way) =>
      h('circle', {
        key: `dot:${way}`,
        class: `pt ${way}`,
        attr: { cx: x(point.tasks), cy: y(point.recall[way].value), r: 4 },
      }),
    ),
  ];

/** A tick where a generation was put in use, with its number where there is room. */
function generations(report: RouterReport, box: Box, x: Scale): View {
  let free = -Infinity;
  return h(
    'g',
    { key: 'generations' },
    report.generationTicks.map(({ tasks, generation }) => {
      const at = Math.round(x(tasks)) + 0.5;
      const fits = at >= free;
      if (fits) free = at + textWidth(String(generation)) + 6;
      return [
        h('path', { class: 'ax', attr: { d: `M${at} ${box.bottom}v-6` } }),
        fits && h('text', { class: 'm gen', attr: { x: at, y: box.bottom - 9 } }, generation),
      ];
    }),
  );
}

interface Label {
  readonly way: Way;
  readonly value: number;
  readonly words: string;
}

const labelsOf = (last: Compared<Share> | undefined): readonly Label[] =>
  last
    ? (['router', ...rivals] as const).map((way) => ({
        way,
        value: last[way].value,
        words: `${ways[way]()} ${percent(last[way].value)}`,
      }))
    : [];

/** What each line is, at its end. */
function endings(labels: readonly Label[], box: Box, y: Scale): View {
  const places = spread(
    labels.map(({ value }) => y(value) + 4),
    14,
    box.top + 8,
    box.bottom + 4,
  );
  return h(
    'g',
    { key: 'endings' },
    labels.map(({ way, words }, index) =>
      h('text', { class: `lab ${way}`, attr: { x: box.right + 8, y: places[index] } }, words),
    ),
  );
}

function told(point: CurvePoint | undefined): string {
  if (!point) return '';
  const { router, bm25, usage } = point.recall;
  const values = [percent(router.value), span(router), percent(bm25.value), percent(usage.value)] as const;
  return point.tasks === 1
    ? t('after 1 graded task: router {0} ({1}), BM25 {2}, BM25 + usage {3}', ...values)
    : t('after {0} graded tasks: router {1} ({2}), BM25 {3}, BM25 + usage {4}', integer(point.tasks), ...values);
}

function summary(points: readonly CurvePoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  if (last.tasks === 1) return told(last);
  return t(
    'Share of tasks whose right skill came first, over {0} graded tasks. The router goes from {1} to {2}, BM25 from {3} to {4}, BM25 + usage from {5} to {6}.',
    integer(last.tasks),
    percent(first.recall.router.value),
    percent(last.recall.router.value),
    percent(first.recall.bm25.value),
    percent(last.recall.bm25.value),
    percent(first.recall.usage.value),
    percent(last.recall.usage.value),
  );
}

const wholeTicks = (most: number, count: number): readonly number[] => ticks(0, most, count).filter(Number.isInteger);
