import type { Context } from '../context.js';
import { h, memo, type Child, type View } from '../dom.js';
import { duration, tokens } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import { stepState, type StepState, type StepView } from '../stepView.js';
import { fold, isOpen, opened } from '../ui.js';
import { call } from './call.js';
import { prose } from './prose.js';

const signs: Readonly<
  Record<StepState, { readonly icon: IconName; readonly tone?: Tone; readonly label: () => string }>
> = {
  running: { icon: 'busy', label: () => t('running') },
  asking: { icon: 'wait', tone: 'wait', label: () => t('needs you') },
  done: { icon: 'check', tone: 'pass', label: () => t('done') },
  failed: { icon: 'warning', tone: 'wait', label: () => t('done, a tool call failed') },
  stopped: { icon: 'stop', tone: 'muted', label: () => t('stopped') },
};

/** One step: a line when it is done, its words and calls when it is open. */
export const step = (ctx: Context, view: StepView, live: boolean): View =>
  memo(`step:${view.step}`, [view, live, ctx.ui.open, ctx.ui.answered], () => draw(ctx, view, live));

function draw(ctx: Context, view: StepView, live: boolean): View {
  const state = stepState(view, live);
  const sign = signs[state];
  const open = isOpen(ctx.ui, fold.step(view.step), state === 'running' || state === 'asking');
  const title = titleOf(view, state);
  return h(
    'li',
    {},
    h(
      'button',
      {
        key: 'row',
        class: 'row',
        attr: { type: 'button', id: `step-${view.step}`, 'aria-expanded': open },
        on: { click: () => ctx.update({ open: opened(ctx.ui, fold.step(view.step), !open) }) },
      },
      icon('chevron', 'muted'),
      icon(sign.icon, sign.tone, sign.label()),
      h('span', { class: 'n' }, view.step),
      h('span', { class: 't', attr: { title } }, title),
      figures(view, state),
    ),
    open &&
      h(
        'div',
        { key: 'calls', class: 'calls' },
        words(view, state),
        view.retry &&
          h(
            'p',
            { key: 'retry', class: 'note' },
            icon('clock', 'wait'),
            t('Waiting {0} before attempt {1}: {2}', duration(view.retry.ms), view.retry.attempt, say(view.retry.why)),
          ),
        view.calls.map((each) => call(ctx, view.step, each, live)),
      ),
  );
}

function figures(view: StepView, state: StepState): Child {
  if (state === 'asking') return h('span', { class: 'r wait' }, t('needs you'));
  if (!view.turn) return h('span', { class: 'r' }, state === 'running' && view.retry ? t('waiting') : '');
  const total = view.turn.ms + view.calls.reduce((sum, { result }) => sum + (result?.ms ?? 0), 0);
  return [
    view.turn.calls > 0 &&
      h('span', { class: 'r' }, view.turn.calls === 1 ? t('1 call') : t('{0} calls', view.turn.calls)),
    h('span', { class: 'r w hide-s', attr: { title: t('tokens of the model') } }, tokens(view.turn.tokens)),
    h('span', { class: 'r w' }, duration(total)),
  ];
}

/** The first sentence the model said, else what its first call does. */
function titleOf(view: StepView, state: StepState): string {
  const line =
    view.text
      .split('\n')
      .find((part) => part.trim() !== '')
      ?.trim() ?? '';
  const plain = line.replace(/^#+\s*/, '').replaceAll(/[`*]/g, '');
  const sentence = /^.{12,}?[.!?](?=\s)/.exec(plain)?.[0] ?? plain;
  if (sentence) return sentence.replace(/[.:]$/, '');
  const [first] = view.calls;
  if (!first) return state === 'running' ? t('Thinking…') : t('No answer');
  return view.calls.length > 1 ? t('{0} and {1} more', say(first.title), view.calls.length - 1) : say(first.title);
}

/** Two fixed lines with the end in sight while it streams, so that nothing below moves; everything once it is done. */
function words(view: StepView, state: StepState): Child {
  const live = state === 'running' || state === 'asking';
  if (view.text.trim() === '') return null;
  return live
    ? h('div', { key: 'say', class: 'say' }, h('p', {}, view.text))
    : h('div', { key: 'said', class: 'said' }, prose(view.text));
}
