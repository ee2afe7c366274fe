import { h, type View } from './dom.js';

/** A shape of an icon: `p` a path, `c` a circle (x, y, radius), `d` a filled dot, `r` a rectangle (x, y, width, height, corner). */
type Shape =
  | readonly ['p', string]
  | readonly ['c' | 'd', number, number, number]
  | readonly ['r', number, number, number, number, number];

const ring: Shape = ['c', 8, 8, 6];

/** Drawn on a grid of 16 with one thin stroke, so that they need no font and follow the text colour in every theme. */
const shapes = {
  check: [['p', 'M3 8.5 6.3 12 13 4.5']],
  x: [['p', 'm4 4 8 8M12 4l-8 8']],
  pass: [ring, ['p', 'm5.2 8.3 2 2.1 3.7-4.5']],
  fail: [ring, ['p', 'm5.8 5.8 4.4 4.4m0-4.4-4.4 4.4']],
  unknown: [ring, ['p', 'M6.2 6.3a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.3M8 11.2v.3']],
  later: [ring],
  wait: [ring, ['p', 'M6.5 5.6v4.8M9.5 5.6v4.8']],
  busy: [['p', 'M8 2a6 6 0 1 1-6 6']],
  chevron: [['p', 'm6 4 4 4-4 4']],
  file: [['p', 'M9 2H4.5v12h7.9V5.4zM9 2v3.4h3.4']],
  folder: [['p', 'M2 12.8V3.2h4.2l1.6 1.9H14v7.7z']],
  edit: [['p', 'm3 13 .7-3L11 2.7 13.3 5 6 12.3zM9.6 4.1l2.3 2.3']],
  terminal: [
    ['r', 2, 3, 12, 10, 1],
    ['p', 'm4.6 6 2 2-2 2M8.2 10.2h3'],
  ],
  search: [
    ['c', 7, 7, 4.2],
    ['p', 'm10.2 10.2 3.6 3.6'],
  ],
  shield: [['p', 'M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4z']],
  up: [
    ['p', 'M5 7.2 7.4 2c1.2 0 1.9.8 1.7 2l-.4 2.4h3.4c.9 0 1.4.7 1.2 1.5l-1.2 4.3c-.2.6-.6.9-1.2.9H5zM5 7.2H2.6v5.9H5'],
  ],
  down: [
    [
      'p',
      'M11 8.8 8.6 14c-1.2 0-1.9-.8-1.7-2l.4-2.4H3.9c-.9 0-1.4-.7-1.2-1.5l1.2-4.3c.2-.6.6-.9 1.2-.9H11zM11 8.8h2.4V2.9H11',
    ],
  ],
  stop: [['r', 4, 4, 8, 8, 0.8]],
  redo: [['p', 'M13 3v3.5H9.5M13 6.3A5.3 5.3 0 1 0 13.3 9']],
  undo: [['p', 'M3 3v3.5h3.5M3 6.3A5.3 5.3 0 1 1 2.7 9']],
  warning: [['p', 'M8 2.3 14.3 13.4H1.7zM8 6.3v3.5M8 11.4v.3']],
  info: [ring, ['p', 'M8 7.3v3.8M8 4.9v.3']],
  plus: [['p', 'M8 3v10M3 8h10']],
  flask: [['p', 'M6 2h4M6.7 2v4.2L3 12.5c-.4.8.1 1.5.9 1.5h8.2c.8 0 1.3-.7.9-1.5L9.3 6.2V2M4.7 10h6.6']],
  plug: [['p', 'M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14']],
  book: [
    ['p', 'M8 4C6.6 3 4.6 2.7 2.3 2.8v9.5c2.3-.1 4.3.2 5.7 1.2 1.4-1 3.4-1.3 5.7-1.2V2.8C11.4 2.7 9.4 3 8 4zM8 4v9.5'],
  ],
  clock: [ring, ['p', 'M8 4.5V8l2.5 1.5']],
  diff: [
    ['r', 2, 2.5, 12, 11, 1],
    ['p', 'M8 2.5v11M4 6.5h2M10 6.5h2M11 5.5v2'],
  ],
  coin: [
    ring,
    [
      'p',
      'M9.9 6.1C9.5 5.4 8.8 5.1 8 5.1c-1.1 0-1.9.5-1.9 1.4 0 2 3.8.9 3.8 3 0 .9-.8 1.4-1.9 1.4-.9 0-1.6-.3-2-1M8 4v8',
    ],
  ],
  account: [
    ['c', 8, 5.5, 2.7],
    ['p', 'M2.8 13.8c.6-2.7 2.6-4 5.2-4s4.6 1.3 5.2 4'],
  ],
  layers: [['p', 'm8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3']],
  split: [['p', 'M8 14V9M8 9 3.5 4.5M8 9l4.5-4.5M3.5 8V4.5H7M9 4.5h3.5V8']],
  merge: [['p', 'M3.5 2.5 8 7l4.5-4.5M8 7v6.5M5 10.5l3 3 3-3']],
  route: [
    ['c', 3.8, 12, 1.8],
    ['c', 12.2, 4, 1.8],
    ['p', 'M5.6 12h4.6a2 2 0 0 0 0-4H5.8a2 2 0 0 1 0-4h4.6'],
  ],
  archive: [
    ['r', 2, 3, 12, 3, 0.6],
    ['p', 'M3 6v7h10V6M6.5 8.8h3'],
  ],
  globe: [ring, ['p', 'M2 8h12M8 2c2 1.8 2.6 3.8 2.6 6S10 12.2 8 14c-2-1.8-2.6-3.8-2.6-6S6 3.8 8 2']],
  arrowDown: [['p', 'M8 3v10M4 9l4 4 4-4']],
} satisfies Record<string, readonly Shape[]>;

export type IconName = keyof typeof shapes;

/** A colour with a meaning: green passed, red failed, yellow waits or is suspected. */
export type Tone = 'pass' | 'fail' | 'wait' | 'muted';

/**
 * An icon of 16 px.
 * @param label what it says where no word beside it does; without one it is decoration
 */
export function icon(name: IconName, tone?: Tone, label?: string): View {
  const classes = ['i', `i-${name}`, tone].filter(Boolean).join(' ');
  return h(
    'svg',
    {
      key: `icon:${name}:${tone ?? ''}`,
      class: classes,
      attr: { viewBox: '0 0 16 16', ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }) },
    },
    shapes[name].map((shape) => draw(shape)),
  );
}

function draw(shape: Shape): View {
  if (shape[0] === 'p') return h('path', { attr: { d: shape[1] } });
  if (shape[0] === 'r')
    return h('rect', { attr: { x: shape[1], y: shape[2], width: shape[3], height: shape[4], rx: shape[5] } });
  return h('circle', { class: shape[0] === 'd' ? 'f' : '', attr: { cx: shape[1], cy: shape[2], r: shape[3] } });
}
