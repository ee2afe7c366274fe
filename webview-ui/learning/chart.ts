import { figuresTable, type Figures } from '../charts/figure.js';
import { link } from '../components.js';
import { h, made, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import { fold } from '../ui.js';
import type { Desk } from './desk.js';
import type { Drawn } from './draw.js';
import { spotAt, spotLayer, type Spots } from './spots.js';
import { svgFile } from './svgFile.js';

/** A drawing with all that belongs to it. */
export interface Chart {
  /** Its name among the drawings of the page, and of its file. */
  readonly name: string;
  readonly title: string;
  /** What is drawn, and how many tasks, seeds or uses are behind it. */
  readonly caption: Child;
  readonly legend?: Child;
  readonly drawn: Drawn;
  readonly spots?: Spots;
  /** Stands below the drawing. */
  readonly more?: Child;
  /** The figures behind the drawing. */
  readonly figures: Figures;
  /** Whether the figures are on show before the reader says otherwise. */
  readonly open?: boolean;
}

/** A drawing with its title, what it is about, its places to go to, and its figures as a table, which a screen reader always finds. */
export function chart(desk: Desk, { name, title, caption, legend, drawn, spots, more, figures, open }: Chart): View {
  const id = fold.learning(`${name}:table`);
  const unfolded = desk.ui.open[id] ?? open === true;
  const at = spots?.list[spotAt(desk, name, spots)];
  return h(
    'figure',
    { key: name, attr: { 'data-chart': name } },
    h('figcaption', {}, h('h2', {}, title)),
    h('p', { class: 'cap' }, caption),
    legend,
    h('div', { key: 'plot', class: 'plotted' }, made(drawn.svg), spots && spotLayer(desk, name, spots)),
    spots && h('p', { key: 'readout', class: 'cap readout', attr: { 'aria-hidden': true } }, at?.words ?? ''),
    more,
    h(
      'p',
      { key: 'links', class: 'links' },
      link(
        unfolded ? t('Hide the table') : t('Show as table'),
        () => desk.update({ open: { ...desk.ui.open, [id]: !unfolded } }),
        {
          class: 'small',
          label: unfolded ? t('Hide the table of “{0}”', title) : t('Show “{0}” as table', title),
        },
      ),
      link(t('Save as SVG'), () => desk.save(`${name}.svg`, svgFile(drawn.svg, title)), {
        class: 'small',
        label: t('Save “{0}” as SVG', title),
      }),
    ),
    h('div', { key: 'figures', class: unfolded ? 'figures' : 'sr' }, figuresTable(title, figures)),
  );
}
