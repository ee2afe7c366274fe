import { button, simulated } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon, type IconName } from '../icons.js';
import { t } from '../l10n.js';
import { startProblem } from './problem.js';

/** Before the first run: what this is, and the ways to begin. */
export function empty(ctx: Context): View {
  const { model, practice } = ctx.state.status;
  const problem = startProblem(ctx);
  if (problem) return h('div', { class: 'start' }, problem);
  return h(
    'div',
    { class: 'start' },
    h('h1', {}, 'Memento'),
    h(
      'p',
      {},
      t(
        'Solves tasks in this folder with skills, and improves the skills from what really happened. You see every change before it is made.',
      ),
    ),
    h('ul', { class: 'ways' }, model ? withModel(ctx, model, practice) : withoutModel(ctx)),
    h('p', { class: 'small' }, t('No telemetry. No command runs and no file changes without asking.')),
  );
}

const withModel = (ctx: Context, model: NonNullable<Context['state']['status']['model']>, practice: boolean): Child =>
  way(
    'edit',
    t('Give it a task'),
    [
      practice
        ? t('This is the practice workspace: choose one of its tasks, or write your own.')
        : t('Say what you want, and if you like how to check it. Without a check it asks you.'),
      h('span', { class: 'model' }, t('Model: {0}', model.label), ' ', model.simulated && simulated()),
    ],
    button(t('New task'), { primary: true, onClick: () => ctx.post({ type: 'newTask' }) }),
  );

const withoutModel = (ctx: Context): Child => [
  way(
    'flask',
    t('Practise first'),
    t(
      'A built-in practice model solves, fails and learns in front of you. No key, nothing leaves this computer, two minutes.',
    ),
    button(t('Use the practice model'), { primary: true, onClick: () => ctx.post({ type: 'usePractice' }) }),
  ),
  way(
    'plug',
    t('Connect a model'),
    t('Any OpenAI-compatible address. The key stays in the system’s key store.'),
    button(t('Connect a model…'), { onClick: () => ctx.post({ type: 'remedy', remedy: 'configure-model' }) }),
  ),
  way(
    'edit',
    t('Give it a task'),
    t('You can write the task first; it then asks who shall solve it.'),
    button(t('New task'), { onClick: () => ctx.post({ type: 'newTask' }) }),
  ),
];

const way = (name: IconName, title: string, words: Child, action: View): View =>
  h('li', { key: title }, icon(name), h('div', {}, h('h2', {}, title), h('p', {}, words)), action);
