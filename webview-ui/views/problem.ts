import type { Remedy } from '../../src/protocol.js';
import { button, code, link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import type { RunView } from '../runView.js';
import type { PanelState } from '../state.js';
import { fill } from './prose.js';

const words: Readonly<Record<Remedy, () => string>> = {
  'configure-model': () => t('Connect a model…'),
  'set-api-key': () => t('Set the API key…'),
  'test-connection': () => t('Test the connection'),
  'open-settings': () => t('Open the settings'),
  'open-folder': () => t('Open a folder…'),
  'trust-workspace': () => t('Trust this folder…'),
  'show-log': () => t('Show log'),
  'show-conflict': () => t('Show the conflict'),
  retry: () => t('Try again'),
};

const aboutModel: readonly Remedy[] = ['configure-model', 'set-api-key', 'test-connection', 'open-settings'];

const remedyButton = (ctx: Context, remedy: Remedy, primary: boolean): View =>
  button(words[remedy](), { key: remedy, primary, onClick: () => ctx.post({ type: 'remedy', remedy }) });

const practiceButton = (ctx: Context): View =>
  button(t('Use the practice model'), { key: 'practice', onClick: () => ctx.post({ type: 'usePractice' }) });

/** Why a run could not go on, and what can be done. */
export function runProblem(ctx: Context, run: RunView): Child {
  if (!run.error) return null;
  const { text, remedy } = run.error;
  return h(
    'div',
    { key: 'error', class: 'err', attr: { role: 'group', 'aria-labelledby': 'run-error' } },
    h('h3', { attr: { id: 'run-error' } }, icon('fail', 'fail'), t('The run could not go on')),
    h(
      'div',
      { class: 'in2' },
      h('p', {}, say(text)),
      run.changes.length === 0 && h('p', {}, t('Nothing was changed in the folder.')),
      h(
        'div',
        { class: 'btns' },
        button(t('Try again'), {
          key: 'again',
          primary: true,
          icon: 'redo',
          onClick: () => ctx.post({ type: 'runAgain', run: run.id }),
        }),
        remedy && remedy !== 'retry' && remedy !== 'show-log' && remedyButton(ctx, remedy, false),
        remedy && aboutModel.includes(remedy) && practiceButton(ctx),
        link(t('Show log'), () => ctx.post({ type: 'remedy', remedy: 'show-log' }), { class: 'pad' }),
      ),
    ),
  );
}

/** What keeps the reader from starting, if it is more than that no model was chosen yet; the first page offers to choose one. */
export function startProblem(ctx: Context): Child {
  const { problem, model } = ctx.state.status;
  const missing = modelMissing(ctx);
  if (missing)
    return problemCard(
      ctx,
      t('No model yet'),
      `${say(missing.text)} ${t('Choose a model for the task.')}`,
      'configure-model',
      true,
    );
  if (!problem || (model === null && problem.remedy === 'configure-model')) return null;
  return problemCard(
    ctx,
    t('Memento cannot start yet'),
    say(problem.text),
    problem.remedy,
    aboutModel.includes(problem.remedy),
  );
}

/** The request that failed because there is no model to carry it out. */
function modelMissing(ctx: Context): PanelState['failure'] {
  const { failure: failed, run, status } = ctx.state;
  const wanted = failed?.remedy === 'configure-model' && status.model === null && failed !== ctx.ui.dismissed;
  return wanted && run === null && ctx.ui.tab === 'run' ? failed : null;
}

function problemCard(ctx: Context, title: string, words: string, remedy: Remedy, model: boolean): View {
  return h(
    'div',
    { key: 'problem', class: 'column' },
    h(
      'div',
      { class: 'err w', attr: { role: 'alert' } },
      h('h2', {}, icon(model ? 'plug' : 'warning', 'wait'), title),
      h(
        'div',
        { class: 'in2' },
        h('p', {}, words),
        h('div', { class: 'btns' }, remedyButton(ctx, remedy, true), model && practiceButton(ctx)),
      ),
    ),
    model &&
      h(
        'p',
        { class: 'cap' },
        fill(t('Also works with {0} and {1} in the environment.'), code('MEMENTO_BASE_URL'), code('MEMENTO_MODEL')),
      ),
  );
}

/** What is missing on one line, above a run that is being read. */
export function statusLine(ctx: Context): Child {
  const { problem } = ctx.state.status;
  if (!problem) return null;
  return h(
    'p',
    { key: 'problem-line', class: 'strip' },
    icon('warning', 'wait'),
    h('span', {}, say(problem.text)),
    link(words[problem.remedy](), () => ctx.post({ type: 'remedy', remedy: problem.remedy })),
  );
}

/** A request of the reader that could not be carried out, until it is dismissed. */
export function failure(ctx: Context): Child {
  const { failure: failed } = ctx.state;
  if (!failed || failed === ctx.ui.dismissed || modelMissing(ctx)) return null;
  return h(
    'div',
    { key: 'failure', class: 'strip', attr: { role: 'alert' } },
    icon('fail', 'fail'),
    h('span', {}, say(failed.text)),
    failed.remedy &&
      link(words[failed.remedy](), () => failed.remedy && ctx.post({ type: 'remedy', remedy: failed.remedy })),
    h(
      'button',
      {
        class: 'ib',
        attr: { type: 'button', 'aria-label': t('Dismiss'), title: t('Dismiss') },
        on: { click: () => ctx.update({ dismissed: failed }) },
      },
      icon('x'),
    ),
  );
}
