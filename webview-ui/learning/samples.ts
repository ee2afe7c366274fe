import { h, type View } from '../dom.js';
import type { Part } from './rows.js';

/** What the parts of the bars are. */
export const samples = (parts: readonly Part[]): View =>
  h(
    'ul',
    { key: 'samples', class: 'samples' },
    parts.map(({ name, fill }) =>
      h(
        'li',
        { key: name },
        h(
          'svg',
          { class: 'plot', attr: { viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': true } },
          fill.hollow
            ? h('rect', { attr: { x: 0.5, y: 0.5, width: 11, height: 11, fill: 'none', stroke: fill.colour } })
            : h('rect', { attr: { width: 12, height: 12, fill: fill.colour } }),
          fill.hatch !== undefined && h('rect', { attr: { width: 12, height: 12, fill: fill.hatch } }),
        ),
        name,
      ),
    ),
  );
