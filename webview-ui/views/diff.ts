import { h, type Child, type View } from '../dom.js';
import type { DiffRow } from '../hunks.js';
import { t } from '../l10n.js';

const classes = { same: '', removed: 'del', added: 'add' } as const;
const signs = { same: '', removed: '−', added: '+' } as const;

/** A diff with both line numbers, the sign and the text, what changed inside a line marked. */
export const diffTable = (caption: string, rows: readonly DiffRow[]): View =>
  h(
    'table',
    { class: 'diff' },
    h('caption', { class: 'sr' }, caption),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          { class: classes[row.kind] },
          h('td', { class: 'ln' }, row.before),
          h('td', { class: 'ln' }, row.after),
          h('td', { class: 'sg' }, signs[row.kind], spoken(row)),
          h('td', { class: 'tx' }, marked(row)),
        ),
      ),
    ),
  );

const spoken = ({ kind }: DiffRow): Child =>
  kind !== 'same' && h('span', { class: 'sr' }, kind === 'added' ? t('added') : t('removed'));

function marked({ text, changed }: DiffRow): Child {
  if (!changed) return text;
  const [from, to] = changed;
  return [text.slice(0, from), h('mark', { key: 'mark' }, text.slice(from, to)), text.slice(to)];
}
