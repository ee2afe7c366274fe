import type { Signal } from '../../src/protocol.js';
import { button, code, iconButton, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import { reached, type RunView } from '../runView.js';
import { runProblem } from './problem.js';
import { fill } from './prose.js';
import { laterSection, section } from './section.js';
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
          ? t('judging')
          : fill(t('running {0}'), code(run.checking)),
      ...(spent > 0 && run.checking === null && { end: duration(spent) }),
    },
    true,
    () => [
      troubled && runProblem(ctx, run),
      table(ctx, run),
      !needsTable(run) && run.verdict && ask(ctx, run),
      tryNext(ctx, run),
    ],
  );
}

const ahead = (run: RunView): Child =>
  run.task.check === undefined ? t('then asks you') : fill(t('then runs {0}'), code(run.task.check));

function sign(run: RunView, troubled: boolean): { readonly icon: IconName; readonly tone?: Tone } {
  if (troubled) return { icon: 'fail', tone: 'fail' };
  if (!run.verdict) return run.status === 'running' ? { icon: 'busy' } : { icon: 'stop', tone: 'muted' };
  return outcome(run.verdict.outcome);
}

function outcome(value: Signal['outcome']): { readonly icon: IconName; readonly tone: Tone; readonly label: string } {
  if (value === 'success') return { icon: 'pass', tone: 'pass', label: t('passed') };
  if (value === 'failure') return { icon: 'fail', tone: 'fail', label: t('failed') };
  return { icon: 'unknown', tone: 'muted', label: t('not judged') };
}

const sources: Readonly<Record<Signal['source'], () => string>> = {
  user: () => t('You'),
  check: () => t('Check'),
  limit: () => t('Limit'),
};

/** One passing signal needs no table: the head of the section has said it all. */
const needsTable = (run: RunView): boolean =>
  run.verdict?.outcome === 'failure' ||
  run.signals.length > 1 ||
  run.signals.some(({ signal }) => signal.source === 'user');

function table(ctx: Context, run: RunView): Child {
  if (!needsTable(run)) return null;
  const others = run.signals.filter(({ signal }) => signal.source !== 'user');
  const own = run.signals.find(({ signal }) => signal.source === 'user')?.signal;
  return h(
    'table',
    { class: 'sig' },
    h('caption', { class: 'sr' }, t('Signals behind the verdict')),
    h(
      'tbody',
      {},
      others.map(({ signal, ms }) => [row(run, signal, ms), tail(signal)]),
      h(
        'tr',
        { key: 'you' },
        h('th', { attr: { scope: 'row' } }, own ? mark(own) : icon('account'), ' ', sources.user()),
        h('td', { class: own ? '' : 'muted' }, own ? said(own) : t('no answer yet')),
        h('td', {}, h('span', { class: 'you' }, own && weight(run, own), thumbs(ctx, run, own))),
      ),
    ),
  );
}

function mark(signal: Signal): View {
  const { icon: name, tone, label } = outcome(signal.outcome);
  return icon(name, tone, label);
}

function row(run: RunView, signal: Signal, ms: number): View {
  return h(
    'tr',
    { key: signal.source },
    h('th', { attr: { scope: 'row' } }, mark(signal), ' ', sources[signal.source]()),
    h('td', {}, seen(signal, ms)),
    h('td', {}, weight(run, signal)),
  );
}

/** A check by its command and exit code, all else in the words of the signal. */
function seen(signal: Signal, ms: number): Child {
  const { check } = signal;
  if (!check) return say(signal.detail);
  const known = check.exitCode !== null && signal.outcome !== 'unknown';
  return [code(check.command), ' ', known ? t('exit {0}, {1}', check.exitCode, duration(ms)) : say(signal.detail)];
}

function tail(signal: Signal): Child {
  if (!signal.check?.tail.trim()) return null;
  const label = t('Last lines of the check');
  return h(
    'tr',
    { key: `${signal.source}:tail`, class: 'tail' },
    h(
      'td',
      { attr: { colspan: 3 } },
      h(
        'pre',
        { class: 'out tall', attr: { tabindex: 0, id: 'check-tail', 'aria-label': label } },
        signal.check.tail.trimEnd(),
      ),
    ),
  );
}

const said = (signal: Signal): string =>
  signal.reason ? `${say(signal.detail)} “${signal.reason}”` : say(signal.detail);

function weight(run: RunView, signal: Signal): Child {
  if (run.verdict?.decidedBy === signal.source) return tag(t('decides'));
  return h('span', { class: 'muted' }, signal.outcome === 'unknown' ? t('not counted') : t('outranked'));
}

/** The reader's word so far: what was sent stands at once, until the run says it. */
const grade = (ctx: Context, run: RunView, own: Signal | undefined): 'good' | 'bad' | undefined =>
  ctx.ui.graded[run.id] ?? (own?.outcome === 'success' ? 'good' : own?.outcome === 'failure' ? 'bad' : undefined);

function give(ctx: Context, run: RunView, value: 'good' | 'bad'): void {
  ctx.update({ graded: { ...ctx.ui.graded, [run.id]: value } });
  ctx.post({ type: 'feedback', run: run.id, outcome: value });
}

function thumbs(ctx: Context, run: RunView, own: Signal | undefined): View {
  const given = grade(ctx, run, own);
  return h(
    'span',
    { key: 'thumbs', class: 'thumbs' },
    iconButton('up', t('It was right'), () => give(ctx, run, 'good'), given === 'good'),
    iconButton('down', t('It was wrong'), () => give(ctx, run, 'bad'), given === 'bad'),
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
      small: true,
      icon: 'down',
      pressed: given === 'bad',
      onClick: () => give(ctx, run, 'bad'),
    }),
  );
}
