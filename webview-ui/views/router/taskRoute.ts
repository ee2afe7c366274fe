import type { Route } from '../../../src/protocol.js';
import { button, link } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type Child, type View } from '../../dom.js';
import { icon } from '../../icons.js';
import { t } from '../../l10n.js';
import { fold, isOpen } from '../../ui.js';
import { routeNotes, routeSummary } from '../routeWords.js';
import { slate } from '../slate.js';

interface Shown {
  readonly task: string;
  readonly route: Route;
  /** The run on show; absent for a task that was only explained. */
  readonly run?: string;
}

/** The route of the task the reader asked about, else of the run on show. */
function shown({ state, ui }: Context): Shown | null {
  if (state.explained && state.explained !== ui.putAside) return state.explained;
  const { run } = state;
  return run?.route ? { task: run.task.prompt, route: run.route.route, run: run.id } : null;
}

/** How the router chose for the task on show, and the way to ask about another one. */
export function taskRoute(ctx: Context): View {
  const now = shown(ctx);
  const explain = button(t('Explain a task…'), {
    key: 'explain',
    small: true,
    icon: 'search',
    onClick: () => ctx.post({ type: 'explainRoute' }),
  });
  if (!now)
    return h(
      'div',
      { key: 'task', class: 'taskhead' },
      h('p', { key: 'none', class: 'muted' }, t('No task on show: its candidates would stand here.')),
      explain,
    );
  const id = fold.router('task');
  const open = isOpen(ctx.ui, id, true);
  return h(
    'section',
    { key: 'task', class: 'task', attr: { 'aria-labelledby': 'router-task' } },
    h('div', { key: 'head', class: 'taskhead' }, head(ctx, now, id, open), explain),
    h(
      'div',
      { key: 'in', attr: { id: 'in-router-task', hidden: !open } },
      open && [slate(ctx, now.route, now.run), routeNotes(now.route), now.run === undefined && aside(ctx)],
    ),
  );
}

const head = (ctx: Context, { task, route }: Shown, id: string, open: boolean): View =>
  h(
    'h2',
    {},
    h(
      'button',
      {
        attr: {
          type: 'button',
          id: 'router-task',
          title: task,
          'aria-expanded': open,
          'aria-controls': 'in-router-task',
        },
        on: { click: () => ctx.update({ open: { ...ctx.ui.open, [id]: !open } }) },
      },
      icon('chevron', 'muted'),
      h('span', { class: 'ttl' }, task),
      h('span', { class: 'sum' }, routeSummary(route)),
    ),
  );

const aside = (ctx: Context): Child =>
  h(
    'p',
    { key: 'aside', class: 'cap' },
    t('This task was not run.'),
    ' ',
    link(t('Back to the run on show'), () => ctx.update({ putAside: ctx.state.explained }), { class: 'small' }),
  );
