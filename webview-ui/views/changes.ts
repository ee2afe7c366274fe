import type { FileChange } from '../../src/protocol.js';
import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';

/** The files a run changed, and the way back. */
export function changes(ctx: Context, run: RunView): Child {
  if (!run.changes.length) return null;
  return h(
    'div',
    { key: 'changes' },
    h(
      'ul',
      { class: 'tl files', attr: { 'aria-label': t('Changed files') } },
      run.changes.map((change) => file(ctx, run, change)),
    ),
    h('div', { class: 'btns after' }, undo(ctx, run)),
  );
}

function file(ctx: Context, run: RunView, change: FileChange): View {
  const back = run.undone?.restored.includes(change.path);
  return h(
    'li',
    { key: change.path },
    h(
      'button',
      {
        class: 'row',
        attr: { type: 'button', title: t('Open {0}', change.path) },
        on: { click: () => ctx.post({ type: 'openFile', path: change.path }) },
      },
      icon('file'),
      h('span', { class: back ? 't muted' : 't' }, change.path),
      back ? h('span', { class: 'r' }, t('put back')) : h('span', { class: `r ${colour(change)}` }, amount(change)),
    ),
  );
}

const colour = (change: FileChange): string =>
  change.before === null ? 'git-added' : change.after === null ? 'git-deleted' : 'git-modified';

function amount(change: FileChange): string {
  if (change.before === null) return change.added === 1 ? t('new, 1 line') : t('new, {0} lines', change.added);
  if (change.after === null) return t('deleted');
  return `+${change.added} −${change.removed}`;
}

function undo(ctx: Context, run: RunView): Child {
  if (!run.undone)
    return button(t('Undo this run’s edits'), {
      key: 'undo',
      small: true,
      icon: 'undo',
      onClick: () => ctx.post({ type: 'undo', run: run.id }),
    });
  const { restored, kept } = run.undone;
  return [
    button(t('Edits undone'), { key: 'undo', small: true, icon: 'undo', disabled: true, onClick: () => undefined }),
    h(
      'span',
      { key: 'undone', class: 'muted small' },
      restored.length === 1 ? t('1 file was put back.') : t('{0} files were put back.', restored.length),
      ' ',
      kept.length > 0 && t('Changed since and left alone: {0}', kept.join(', ')),
    ),
  ];
}
