import type { PanelTab } from '../../src/protocol.js';
import { button, count, iconButton } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { moveAmong } from '../keyboard.js';
import { t } from '../l10n.js';
import { waits } from '../state.js';
import { empty } from './empty.js';
import { history } from './history.js';
import { inbox } from './inbox.js';
import { learning } from './learning.js';
import { failure } from './problem.js';
import { router } from './router.js';
import { runPage } from './run.js';

const tabs: readonly (readonly [PanelTab, () => string])[] = [
  ['run', () => t('Run')],
  ['inbox', () => t('Inbox')],
  ['history', () => t('History')],
  ['router', () => t('Router')],
  ['learning', () => t('Learning')],
];

/** The whole panel. */
export function app(ctx: Context): Child {
  if (!ctx.state.ready) return null;
  const { tab } = ctx.ui;
  return [
    h(
      'nav',
      { key: 'tabs', class: 'tabs', attr: { 'aria-label': 'Memento' } },
      h(
        'div',
        { attr: { role: 'tablist' } },
        tabs.map(([id, words]) => tabHead(ctx, id, words())),
      ),
      iconButton('plus', t('New task'), () => ctx.post({ type: 'newTask' })),
    ),
    failure(ctx),
    h(
      'main',
      { key: 'view', attr: { id: 'view', role: 'tabpanel', tabindex: -1, 'aria-labelledby': `tab-${tab}` } },
      page(ctx),
    ),
    ctx.unseen > 0 &&
      h(
        'div',
        { key: 'unseen', class: 'unseen' },
        button(ctx.unseen === 1 ? t('1 new step') : t('{0} new steps', ctx.unseen), {
          icon: 'arrowDown',
          small: true,
          onClick: ctx.toEnd,
        }),
      ),
  ];
}

function tabHead(ctx: Context, id: PanelTab, words: string): View {
  const selected = ctx.ui.tab === id;
  const pending = id === 'inbox' ? ctx.state.proposals.filter(waits).length : 0;
  const select = (): void => {
    ctx.update({ tab: id });
    ctx.post({ type: 'tab', tab: id });
  };
  return h(
    'button',
    {
      key: id,
      attr: {
        type: 'button',
        role: 'tab',
        id: `tab-${id}`,
        'aria-selected': selected,
        'aria-controls': 'view',
        tabindex: selected ? 0 : -1,
      },
      on: {
        click: select,
        // Focus chooses: every page is at hand at once, so there is nothing to wait for.
        focus: () => !selected && select(),
        keydown: (event) => moveAmong(event, '[role=tab]', 'horizontal') && event.preventDefault(),
      },
    },
    words,
    pending > 0 && count(pending, pending === 1 ? t('1 proposal waiting') : t('{0} proposals waiting', pending)),
  );
}

function page(ctx: Context): View {
  switch (ctx.ui.tab) {
    case 'run':
      return ctx.state.run ? runPage(ctx, ctx.state.run) : h('div', { key: 'empty' }, empty(ctx));
    case 'inbox':
      return h('div', { key: 'inbox' }, inbox(ctx));
    case 'history':
      return h('div', { key: 'history' }, history(ctx));
    case 'router':
      return h('div', { key: 'router' }, router(ctx));
    case 'learning':
      return h('div', { key: 'learning' }, learning(ctx));
  }
}
