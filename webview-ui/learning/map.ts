import { dot, frame, text } from '@observablehq/plot';
import type { ConditionReport, MapPoint } from '../../src/protocol.js';
import { h, made, type View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import { apart, named, type Disc, type Name } from './discs.js';
import type { Desk } from './desk.js';
import { draw, plain, type Drawn } from './draw.js';
import { kept } from './kept.js';
import { look, reachDown } from './look.js';
import { watermarkOf } from './marks.js';

/** Below this many uses a share says little: only an outline is drawn. */
const few = 5;
const [left, top, bottom] = [44, 34, 34];
const [smallest, largest] = [4, 11];

/** The library in the plane: skills whose texts are alike stand near each other. */
export function skillMap(desk: Desk, condition: ConditionReport, width: number): View | null {
  const { report } = desk;
  const { map, name } = condition;
  if (map.length === 0) return null;
  const { drawn, discs } = kept('map', [report, condition, width], () => drawing(desk, condition, width));
  return chart(desk, {
    name: 'map',
    title: t('Skill map'),
    caption: t(
      '{0}, library of the first seed: {1} skills. Near means alike in words; size is uses; an outline means fewer than {2} uses. Colour and shape are the cluster.',
      name,
      integer(map.length),
      few,
    ),
    legend: clusterList(condition),
    drawn,
    spots: {
      list: map.map((point, index) => ({
        x: discs[index]?.x ?? 0,
        y: discs[index]?.y ?? 0,
        size: 22,
        words: told(condition, point),
      })),
      first: map.reduce((most, { uses }, index) => (uses > (map[most]?.uses ?? 0) ? index : most), 0),
    },
    figures: {
      heads: [t('skill'), t('cluster'), t('uses'), t('passed')],
      rows: map.map((point) => [
        point.skill,
        clusterName(condition, point.cluster),
        integer(point.uses),
        integer(point.passed),
      ]),
    },
  });
}

const heightFor = (width: number): number => (width < 500 ? 420 : 380);

interface Size {
  readonly width: number;
  readonly height: number;
}

function drawing(
  { report }: Desk,
  condition: ConditionReport,
  width: number,
): { readonly drawn: Drawn; readonly discs: readonly Disc[] } {
  const { map } = condition;
  const size: Size = { width, height: heightFor(width) };
  const clusters = clustersOf(map);
  const most = Math.max(1, ...map.map(({ uses }) => uses));
  const discs = apart(
    map.map((point) => {
      // The area, not the radius, is what the eye compares.
      const r = smallest + (largest - smallest) * Math.sqrt(point.uses / most);
      return {
        ...{ point, r, down: r * reachDown[look(point.cluster).symbol] },
        x: left + point.x * (width - 2 * left),
        y: top + (1 - point.y) * (size.height - top - bottom),
      };
    }),
    size,
  );
  const drawn = draw({
    ...size,
    margin: 0,
    label: clusters
      .map((cluster) => {
        const skills = map.filter((point) => point.cluster === cluster).map(({ skill }) => skill);
        return `${clusterName(condition, cluster)}: ${skills.join(', ')}.`;
      })
      .join(' '),
    watermark: watermarkOf(report),
    x: { domain: [0, width], axis: null },
    y: { domain: [size.height, 0], axis: null },
    r: { type: 'identity' },
    marks: [
      frame({ inset: 0.5, className: 'edge' }),
      ...clusters.flatMap((cluster) => {
        const { colour, symbol } = look(cluster);
        const own = discs.filter(({ point }) => point.cluster === cluster);
        const at = { x: 'x', y: 'y', r: 'r', symbol };
        return [
          dot(
            own.filter(({ point }) => point.uses < few),
            { ...at, stroke: colour, className: 'hollow' },
          ),
          dot(
            own.filter(({ point }) => point.uses >= few),
            { ...at, fill: colour, className: 'marker' },
          ),
        ];
      }),
      text(named(discs, width), {
        x: 'x',
        y: 'y',
        text: ({ disc }: Name) => disc.point.skill,
        className: 'skill',
      }),
    ],
  });
  return { drawn, discs };
}

const clustersOf = (map: readonly MapPoint[]): readonly number[] =>
  [...new Set(map.map(({ cluster }) => cluster))].sort((a, b) => a - b);

/** What the skills of each cluster have in common, with its colour and shape. */
const clusterList = (condition: ConditionReport): View =>
  h(
    'ul',
    { key: 'samples', class: 'samples' },
    clustersOf(condition.map).map((cluster) =>
      h(
        'li',
        { key: String(cluster) },
        made(kept(`cluster:${cluster}`, [], () => sample(cluster))),
        `${clusterName(condition, cluster)} (${integer(condition.map.filter((point) => point.cluster === cluster).length)})`,
      ),
    ),
  );

function sample(cluster: number): Element {
  const { colour, symbol } = look(cluster);
  const svg = plain({
    width: 12,
    height: 12,
    margin: 0,
    axis: null,
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [dot([0.5], { x: 0.5, y: 0.5, r: 4.5, fill: colour, symbol })],
  });
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

function clusterName({ clusters }: ConditionReport, cluster: number): string {
  const words = clusters?.[cluster];
  if (words === undefined) return t('cluster {0}', cluster + 1);
  return words.length > 0 ? words.join(', ') : t('others');
}

function told(condition: ConditionReport, { skill, cluster, uses, passed }: MapPoint): string {
  const where = clusterName(condition, cluster);
  if (uses === 0) return t('{0} ({1}): never used', skill, where);
  return t(
    '{0} ({1}): {2} of {3} uses passed, {4}',
    skill,
    where,
    integer(passed),
    integer(uses),
    percent(passed / uses),
  );
}
