import { dot, frame, text } from '@observablehq/plot';
import type { ConditionReport, MapPoint } from '../../src/protocol.js';
import { textWidth } from '../charts/scale.js';
import type { View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw, type Drawn } from './draw.js';
import { kept } from './kept.js';
import { look } from './look.js';
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
  const drawn = kept('map', [report, condition, width], () => drawing(desk, condition, width));
  return chart(desk, {
    name: 'map',
    title: t('Skill map'),
    caption: t(
      '{0}, library of the first seed: {1} skills. Near means alike in words; size is uses; an outline means fewer than {2} uses. Colour and shape are the cluster.',
      name,
      integer(map.length),
      few,
    ),
    drawn,
    spots: {
      list: map.map((point) => ({ x: drawn.x(point.x), y: drawn.y(point.y), size: 22, words: told(condition, point) })),
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

function drawing({ report }: Desk, condition: ConditionReport, width: number): Drawn {
  const { map } = condition;
  const height = width < 500 ? 420 : 380;
  const most = Math.max(1, ...map.map(({ uses }) => uses));
  // The area, not the radius, is what the eye compares.
  const radius = ({ uses }: MapPoint): number => smallest + (largest - smallest) * Math.sqrt(uses / most);
  const clusters = [...new Set(map.map(({ cluster }) => cluster))];
  const named = labels(map, width, height, radius);
  return draw({
    width,
    height,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: left,
    label: clusters
      .map((cluster) => {
        const skills = map.filter((point) => point.cluster === cluster).map(({ skill }) => skill);
        return `${clusterName(condition, cluster)}: ${skills.join(', ')}.`;
      })
      .join(' '),
    watermark: watermarkOf(report),
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    r: { type: 'identity' },
    marks: [
      frame({ inset: -left + 1, className: 'edge', insetTop: -top + 1, insetBottom: -bottom + 1 }),
      ...clusters.flatMap((cluster) => {
        const { colour, symbol } = look(cluster);
        const own = map.filter((point) => point.cluster === cluster);
        const at = { x: 'x', y: 'y', r: radius, symbol };
        return [
          dot(
            own.filter(({ uses }) => uses < few),
            { ...at, stroke: colour, className: 'hollow' },
          ),
          dot(
            own.filter(({ uses }) => uses >= few),
            { ...at, fill: colour, className: 'marker' },
          ),
        ];
      }),
      text(named, {
        x: ({ point }: Label) => point.x,
        y: ({ point }: Label) => point.y,
        text: ({ point }: Label) => point.skill,
        dy: 18,
        className: 'skill',
      }),
    ],
  });
}

interface Label {
  readonly point: MapPoint;
  readonly box: readonly [left: number, right: number, top: number, bottom: number];
}

/** The names that fit below their skills without lying on another name or skill, the most used first; the others are told on hover and focus. */
function labels(
  map: readonly MapPoint[],
  width: number,
  height: number,
  radius: (point: MapPoint) => number,
): readonly Label[] {
  const x = (point: MapPoint): number => left + point.x * (width - 2 * left);
  const y = (point: MapPoint): number => top + (1 - point.y) * (height - top - bottom);
  const taken = map.map((point): Label['box'] => {
    const reach = radius(point);
    return [x(point) - reach, x(point) + reach, y(point) - reach, y(point) + reach];
  });
  const placed: Label[] = [];
  for (const point of [...map].sort((a, b) => b.uses - a.uses)) {
    const half = textWidth(point.skill) * 0.45;
    const box: Label['box'] = [x(point) - half, x(point) + half, y(point) + 12, y(point) + 25];
    if (box[0] < 2 || box[1] > width - 2) continue;
    const own = map.indexOf(point);
    const free = taken.every((other, index) => index === own || !overlap(box, other));
    if (!free) continue;
    taken.push(box);
    placed.push({ point, box });
  }
  return placed;
}

const overlap = (a: Label['box'], b: Label['box']): boolean => a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3];

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
