import { button, simulated } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { clock, tokens } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { t } from '../l10n.js';
import { reached, totalTokens, waitingCall, type RunView } from '../runView.js';

/** The task, how it stands, what it has used, and the one button that never moves. */
export function header(ctx: Context, run: RunView): View {
  const now = stateOf(ctx, run);
  const live = run.status === 'running';
  const sample = ctx.sample ?? run;
  const used = totalTokens(sample);
  return h(
    'header',
    { key: 'runhead', class: 'runhead' },
    h(
      'div',
      { class: 'l1' },
      h('h1', { attr: { title: run.task.prompt } }, run.task.prompt),
      h('div', { class: 'slot' }, mainButton(ctx, run)),
    ),
    h(
      'div',
      { class: 'meta' },
      h('span', { class: 'state' }, icon(now.icon, now.tone), now.words),
      fact('clock', t('time'), h('span', { class: 'figure' }, clock(run.ms ?? ctx.now - run.startedAt))),
      fact('layers', t('tokens of the model'), used === null ? t('– tokens') : t('{0} tokens', tokens(used))),
      fact('coin', t('The price of this model is not known'), '–'),
      h('span', {}, live ? progress(sample) : ending(run)),
      h('span', {}, run.model.label, run.model.simulated && simulated()),
    ),
    ctx.state.queued.length > 0 &&
      h(
        'p',
        { class: 'queue' },
        icon('clock', 'muted'),
        ctx.state.queued.length === 1 ? t('1 task waiting') : t('{0} tasks waiting', ctx.state.queued.length),
      ),
  );
}

const fact = (name: IconName, title: string, words: Child): View => h('span', { attr: { title } }, icon(name), words);

function progress(run: RunView): string {
  const step = run.steps.at(-1)?.step ?? 0;
  return run.act || !step ? t('run #{0}', run.number) : t('step {0} of at most {1}', step, run.limits.steps);
}

const ending = (run: RunView): string =>
  run.verdict === null && run.status !== 'done' ? t('run #{0}, not counted', run.number) : t('run #{0}', run.number);

interface RunState {
  readonly icon: IconName;
  readonly tone?: Tone;
  readonly words: string;
}

/** How a run stands, in words and a sign. */
export function stateOf(ctx: Pick<Context, 'ui'>, run: RunView): RunState {
  switch (run.status) {
    case 'running':
      if (ctx.ui.cancelling === run.id) return { icon: 'stop', tone: 'muted', words: t('Cancelling…') };
      if (waitingCall(run)) return { icon: 'shield', tone: 'wait', words: t('Waiting for you') };
      return { icon: 'busy', words: doing(run) };
    case 'done':
      if (run.verdict?.outcome === 'success') return { icon: 'pass', tone: 'pass', words: marked(run, t('Passed')) };
      if (run.verdict?.outcome === 'failure') return { icon: 'fail', tone: 'fail', words: marked(run, t('Failed')) };
      return { icon: 'unknown', tone: 'muted', words: t('Not judged') };
    case 'cancelled':
      return { icon: 'stop', tone: 'muted', words: t('Cancelled') };
    case 'error':
      return { icon: 'fail', tone: 'fail', words: t('Stopped') };
    case 'interrupted':
      return { icon: 'warning', tone: 'wait', words: t('Interrupted') };
  }
}

const marked = (run: RunView, words: string): string =>
  run.verdict?.decidedBy === 'judge' ? t('{0}, LLM-judged', words) : words;

function doing(run: RunView): string {
  switch (reached(run)) {
    case 'route':
      return t('Choosing a skill');
    case 'act':
      return t('Working');
    case 'feedback':
      return t('Checking');
    case 'write':
      return t('Learning…');
  }
}

/** Cancel while it runs and for half a second after; then what comes next, in the same place. */
function mainButton(ctx: Context, run: RunView): View {
  if (run.status === 'running' || ctx.ui.settled !== run.id) {
    const asked = ctx.ui.cancelling === run.id || run.status !== 'running';
    // Its words stay too: how it stands is said beside the task, and other words would be wider.
    return button(t('Cancel'), {
      key: 'main',
      id: 'main-button',
      icon: 'stop',
      disabled: asked,
      onClick: () => {
        ctx.update({ cancelling: run.id });
        ctx.post({ type: 'cancel', run: run.id });
      },
    });
  }
  const good = run.status === 'done' && run.verdict?.outcome !== 'failure';
  return good
    ? button(t('New task'), {
        key: 'main',
        id: 'main-button',
        icon: 'plus',
        onClick: () => ctx.post({ type: 'newTask' }),
      })
    : button(t('Run again'), {
        key: 'main',
        id: 'main-button',
        icon: 'redo',
        onClick: () => ctx.post({ type: 'runAgain', run: run.id }),
      });
}
