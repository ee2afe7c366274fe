import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { clock } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import { approvalCount, callCount, reached, waitingCall, type RunView } from '../runView.js';
import { fold, isOpen, stepsPerPage } from '../ui.js';
import { changes } from './changes.js';
import { taintNotice } from './origin.js';
import { runProblem } from './problem.js';
import { facts, prose } from './prose.js';
import { hereLink } from './runLink.js';
import { laterSection, section } from './section.js';
import { step } from './step.js';

/** What the agent did: while it works the steps, afterwards first what came of it. */
export function act(ctx: Context, run: RunView): View {
  const title = t('Act');
  if (!run.route && !run.steps.length)
    return laterSection('act', title, run.error ? t('not begun') : t('after the route'));
  const live = run.status === 'running';
  const failed = run.verdict?.outcome === 'failure' && !live;
  return section(
    ctx,
    'act',
    {
      ...sign(run),
      title,
      summary: summary(ctx.sample ?? run),
      end: clock(run.act?.ms ?? (live ? ctx.now - run.startedAt : (run.ms ?? 0))),
    },
    live || !failed,
    () =>
      live
        ? [steps(ctx, run), answer(run), notes(run), taints(ctx, run)]
        : [trouble(ctx, run), answer(run), notes(run), taints(ctx, run), changes(ctx, run), foldedSteps(ctx, run)],
  );
}

function sign(run: RunView): { readonly icon: IconName; readonly tone?: Tone } {
  if (run.act) return { icon: 'pass', tone: 'pass' };
  if (waitingCall(run)) return { icon: 'wait', tone: 'wait' };
  if (run.status === 'running') return { icon: 'busy' };
  if (run.status === 'error') return { icon: 'fail', tone: 'fail' };
  return run.status === 'interrupted' ? { icon: 'warning', tone: 'wait' } : { icon: 'stop', tone: 'muted' };
}

function summary(run: RunView): string {
  const [steps, calls, asked] = [run.steps.length, callCount(run), approvalCount(run)];
  const stopped = run.status !== 'running' && !run.act;
  if (stopped && !run.steps.some((step) => step.turn)) return t('stopped before step 1 was done');
  return facts(
    steps === 1 ? t('1 step') : t('{0} steps', steps),
    calls === 1 ? t('1 tool call') : t('{0} tool calls', calls),
    run.act && !asked && t('nothing asked'),
    run.act && asked > 0 && (asked === 1 ? t('1 approval') : t('{0} approvals', asked)),
    stopped && (run.status === 'interrupted' ? t('then interrupted') : t('then stopped')),
  );
}

function trouble(ctx: Context, run: RunView): Child {
  if (run.error && (reached(run) === 'act' || reached(run) === 'route')) return runProblem(ctx, run);
  if (run.status !== 'interrupted') return null;
  return h(
    'p',
    { key: 'interrupted', class: 'note' },
    icon('warning', 'wait'),
    t(
      'The window was closed or reloaded while this run was going on. Nothing of it is still running; what it had changed in the folder is still there.',
    ),
  );
}

const answer = (run: RunView): Child =>
  run.act?.answer &&
  h(
    'div',
    { key: 'answer', class: 'answer', attr: { tabindex: 0, role: 'group', 'aria-label': t('Answer') } },
    prose(run.act.answer),
  );

const notes = (run: RunView): Child =>
  run.notices.length > 0 &&
  h(
    'div',
    { key: 'notes' },
    run.notices.map((notice) =>
      h(
        'p',
        { class: 'note' },
        notice.level === 'warning' ? icon('warning', 'wait') : icon('info', 'muted'),
        say(notice.text),
      ),
    ),
  );

const taints = (ctx: Context, run: RunView): Child =>
  taintNotice(run, (step) => hereLink(ctx, run, t('step {0}', step), { step }));

function foldedSteps(ctx: Context, run: RunView): Child {
  if (!run.steps.length) return null;
  const open = isOpen(ctx.ui, fold.steps, !run.act && run.steps.some((step) => step.turn));
  return h(
    'div',
    { key: 'folded' },
    h(
      'div',
      { class: 'tl' },
      h(
        'button',
        {
          class: 'row',
          attr: { type: 'button', id: 'steps-head', 'aria-expanded': open, 'aria-controls': 'steps' },
          on: { click: () => ctx.update({ open: { ...ctx.ui.open, [fold.steps]: !open } }) },
        },
        icon('chevron', 'muted'),
        h('span', { class: 't' }, run.steps.length === 1 ? t('The step') : t('The {0} steps', run.steps.length)),
      ),
    ),
    open && steps(ctx, run),
  );
}

function steps(ctx: Context, run: RunView): Child {
  const live = run.status === 'running';
  const end = Math.min(run.steps.length, ctx.ui.stepsEnd ?? run.steps.length);
  const start = Math.max(0, end - stepsPerPage);
  const turn = (to: number): void => ctx.update({ stepsEnd: to >= run.steps.length ? null : to });
  return h(
    'div',
    { key: 'steps', attr: { id: 'steps' } },
    start > 0 &&
      button(t('Earlier steps ({0})', start), {
        key: 'earlier',
        small: true,
        class: 'page',
        onClick: () => turn(start),
      }),
    h(
      'ol',
      { key: 'list', class: 'tl', attr: { 'aria-label': t('Steps'), start: start + 1 } },
      run.steps.slice(start, end).map((view) => step(ctx, view, live)),
    ),
    end < run.steps.length &&
      button(t('Later steps ({0})', run.steps.length - end), {
        key: 'later',
        small: true,
        class: 'page',
        onClick: () => turn(end + stepsPerPage),
      }),
  );
}
