import type { BenchReport } from '../../src/protocol.js';
import { button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { locale, t } from '../l10n.js';
import type { Desk } from '../learning/desk.js';
import { named } from '../learning/words.js';

/** What draws a report comes with its plotting library and is loaded when the tab is first opened. */
let page: ((desk: Desk) => View) | undefined;
let loading: Promise<void> | undefined;

/** What the benchmarks of this folder found out. */
export function learning(ctx: Context): View {
  const { bench } = ctx.state;
  return h(
    'div',
    { class: 'bench' },
    bench === undefined
      ? h('p', { key: 'reading', class: 'muted' }, t('Reading the benchmarks…'))
      : bench.shown === null
        ? nothingYet(ctx)
        : [picks(ctx, bench.list, bench.shown.id), drawn(ctx, bench.shown.report)],
  );
}

function drawn(ctx: Context, report: BenchReport): View {
  if (page)
    return page({
      report,
      chosen: ctx.ui.chosen,
      ui: ctx.ui,
      width: ctx.width,
      choose: (change) => ctx.update({ chosen: { ...ctx.ui.chosen, ...change } }),
      update: ctx.update,
      save: (name, content) => ctx.post({ type: 'save', name, content }),
    });
  loading ??= import('../learning/page.js').then(({ learningPage }) => {
    page = learningPage;
    ctx.update({});
  });
  return h('p', { key: 'drawing', class: 'muted drawing' }, t('Drawing the report…'));
}

/** Another report, and another benchmark. */
function picks(
  ctx: Context,
  list: readonly { readonly id: string; readonly name: string; readonly startedAt: number; readonly model: string }[],
  shown: string,
): View {
  return h(
    'div',
    { key: 'picks', class: 'benchhead' },
    list.length > 1 &&
      h(
        'label',
        {},
        t('Benchmark'),
        ' ',
        h(
          'select',
          {
            prop: { value: shown },
            on: {
              change: ({ target }) =>
                target instanceof HTMLSelectElement && ctx.post({ type: 'benchmark.show', id: target.value }),
            },
          },
          list.map((entry) =>
            h(
              'option',
              { key: entry.id, attr: { value: entry.id, selected: entry.id === shown } },
              t('{0}, {1}, {2}', named(entry.name), named(entry.model), when(entry.startedAt)),
            ),
          ),
        ),
      ),
    button(t('Run Benchmark'), { key: 'run', small: true, onClick: () => ctx.post({ type: 'benchmark.run' }) }),
  );
}

const when = (at: number): string => new Date(at).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });

/** Before the first benchmark: what will stand here. */
const nothingYet = (ctx: Context): Child =>
  h(
    'div',
    { key: 'nothing', class: 'nothing' },
    h('h2', {}, t('No benchmark has run yet')),
    h(
      'p',
      {},
      t(
        'A benchmark shows whether learning helps: after each round of tasks the skills are frozen and tried on tasks they were not learned from, beside the same agent without learning and with simpler ways to learn.',
      ),
    ),
    h('p', {}, t('Here you will see:')),
    h(
      'ul',
      { class: 'points' },
      h('li', {}, t('learning curves with their uncertainty, also for kinds of tasks never learned from;')),
      h('li', {}, t('how the library grew, which edits were accepted, and how many of those did harm;')),
      h('li', {}, t('what it cost, where skills helped beyond their own domain, and a map of them.')),
    ),
    h(
      'div',
      { class: 'btns after' },
      button(t('Run Benchmark'), { key: 'run', primary: true, onClick: () => ctx.post({ type: 'benchmark.run' }) }),
    ),
  );
