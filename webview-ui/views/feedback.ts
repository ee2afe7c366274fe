import type { Signal } from '../../src/protocol.js';
import { button, code, iconButton } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration } from '../format.js';
import type { IconName, Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import { reached, type RunView } from '../runView.js';
import { blame, startBlame } from './blame.js';
import { runProblem } from './problem.js';
import { fill } from './prose.js';
import { laterSection, section } from './section.js';
import { needsTable, outcome, signals } from './signals.js';
import { tryNext } from './tryNext.js';

/** Whether it worked: every signal, the one that decides, and the reader's own word. */
export function feedback(ctx: Context, run: RunView): View {
  const title = t('Feedback');
  const live = run.status === 'running';
  const troubled = run.error !== null && reached(run) === 'feedback';
  const begun = run.checking !== null || run.signals.length > 0 || run.verdict !== null || troubled;
  if (!begun) {
    if (live && run.act)
      return section(ctx, 'feedback', { icon: 'busy', title, summary: t('judging') }, false, () => null);
    return laterSection('feedback', title, live ? ahead(run) : t('nothing to judge'));
  }
  const spent = run.signals.reduce((sum, { ms }) => sum + ms, 0);
  return section(
    ctx,
    'feedback',
    {
      ...sign(run, troubled),
      title,
      summary: run.verdict
        ? say(run.verdict.reason)
        : run.checking === null
          ? run.judging
            ? t('the model is asked to judge')
            : t('judging')
          : fill(t('running {0}'), code(run.checking)),
      ...(spent > 0 && run.checking === null && { end: duration(spent) }),
    },
    true,
    () => [
      troubled && runProblem(ctx, run),
      needsTable(run) && signals(ctx, run, (own) => thumbs(ctx, run, own)),
      overtaken(run),
      !needsTable(run) && run.verdict && ask(ctx, run),
      blame(ctx, run),
      tryNext(ctx, run),
    ],
  );
}

function ahead(run: RunView): Child {
  if (run.preparing !== null) return fill(t('first runs {0}, to compare'), code(run.preparing));
  return run.task.check === undefined ? t('then asks you') : fill(t('then runs {0}'), code(run.task.check));
}

/** What was made from a failure that is none any more. */
const overtaken = (run: RunView): Child =>
  run.verdict?.outcome === 'success' &&
  run.proposal !== null &&
  (run.proposal.proposal.state === 'pending' || run.proposal.proposal.state === 'quarantined') &&
  h('p', { key: 'overtaken', class: 'muted' }, t('A proposal made from this run still waits; its reason is gone.'));

function sign(run: RunView, troubled: boolean): { readonly icon: IconName; readonly tone?: Tone } {
  if (troubled) return { icon: 'fail', tone: 'fail' };
  if (!run.verdict) return run.status === 'running' ? { icon: 'busy' } : { icon: 'stop', tone: 'muted' };
  return outcome(run.verdict.outcome);
}

/** The reader's word so far: what was sent stands at once, until the run says it. */
const grade = (ctx: Context, run: RunView, own: Signal | undefined): 'good' | 'bad' | undefined =>
  (ctx.ui.blaming?.run === run.id ? 'bad' : ctx.ui.graded[run.id]) ??
  (own?.outcome === 'success' ? 'good' : own?.outcome === 'failure' ? 'bad' : undefined);

function give(ctx: Context, run: RunView, value: 'good' | 'bad'): void {
  if (value === 'bad') return startBlame(ctx, run);
  ctx.update({ blaming: null, graded: { ...ctx.ui.graded, [run.id]: value } });
  ctx.post({ type: 'feedback', run: run.id, outcome: value });
}

function thumbs(ctx: Context, run: RunView, own: Signal | undefined): View {
  const given = grade(ctx, run, own);
  return h(
    'span',
    { key: 'thumbs', class: 'thumbs' },
    iconButton('up', t('It was right'), () => give(ctx, run, 'good'), given === 'good'),
    iconButton('down', t('It was wrong'), () => give(ctx, run, 'bad'), given === 'bad', 'thumb-down'),
  );
}

function ask(ctx: Context, run: RunView): View {
  const given = grade(ctx, run, undefined);
  return h(
    'div',
    { key: 'ask', class: 'ask', attr: { role: 'group', 'aria-label': t('Was this right?') } },
    h(
      'span',
      { class: 't' },
      t('Was this right?'),
      ' ',
      h(
        'span',
        { class: 'muted' },
        run.signals.length ? t('Your answer decides over the check.') : t('Nothing else can tell.'),
      ),
    ),
    button(t('Right'), {
      key: 'good',
      small: true,
      icon: 'up',
      pressed: given === 'good',
      onClick: () => give(ctx, run, 'good'),
    }),
    button(t('Wrong'), {
      key: 'bad',
      id: 'thumb-down',
      small: true,
      icon: 'down',
      pressed: given === 'bad',
      onClick: () => give(ctx, run, 'bad'),
    }),
  );
}
