import { link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import { fold, isOpen } from '../ui.js';

/** The figures behind a drawing. */
export interface Figures {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * A chart with its title and its figures as a table: on show when the reader wants it, and always there for a screen reader.
 * @param chart its name among the charts of the page
 */
export function figure(
  ctx: Context,
  chart: string,
  head: { readonly title: string; readonly caption: string; readonly tag?: Child },
  content: Child,
  figures: Figures,
): View {
  const id = fold.router(`${chart}:table`);
  const open = isOpen(ctx.ui, id, false);
  return h(
    'figure',
    { key: chart, attr: { 'data-chart': chart } },
    h('figcaption', {}, h('h2', {}, head.title), head.tag),
    h('p', { class: 'cap' }, head.caption),
    content,
    figures.rows.length > 0 && [
      link(
        open ? t('Hide the table') : t('Show as table'),
        () => ctx.update({ open: { ...ctx.ui.open, [id]: !open } }),
        {
          class: 'small',
          label: open ? t('Hide the table of “{0}”', head.title) : t('Show “{0}” as table', head.title),
        },
      ),
      h('div', { key: 'figures', class: open ? 'figures' : 'sr' }, figuresTable(head.title, figures)),
    ],
  );
}

/** The figures as a table. */
export const figuresTable = (title: string, { heads, rows }: Figures): View =>
  h(
    'table',
    { class: 'tbl', attr: { 'aria-label': title } },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((words) => h('th', { class: 'num', attr: { scope: 'col' } }, words)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          {},
          row.map((value) => h('td', { class: 'num' }, value)),
        ),
      ),
    ),
  );
