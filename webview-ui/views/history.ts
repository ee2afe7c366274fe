import type { RunSummary } from '../../src/protocol.js';
import { button, simulated, textField } from '../components.js';
import type { Context } from '../context.js';
import { h, memo, type Child, type View } from '../dom.js';
import { age, tokens } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { moveAmong, oneTabStop } from '../keyboard.js';
import { t } from '../l10n.js';
import { matches } from '../runFilter.js';
import { versioned } from './routeWords.js';

/** Runs rendered at first, and with every "Earlier runs". */
const page = 200;

/** All runs, newest first. */
export function history(ctx: Context): View {
  if (!ctx.state.runs.length)
    return h(
      'div',
      { class: 'blank' },
      h('p', {}, t('No runs yet.')),
      h('p', { class: 'cap' }, t('Every run is kept here and can be opened again.')),
    );
  const runs = ctx.state.runs.filter((run) => matches(run, ctx.ui.filter)).toSorted((a, b) => b.number - a.number);
  const shown = runs.slice(0, page + ctx.ui.olderRuns);
  return h(
    'div',
    { class: 'hist' },
    textField({
      label: t('Filter runs'),
      placeholder: t('Filter by words, skill:, is:failed'),
      value: ctx.ui.filter,
      onInput: (filter) => ctx.update({ filter, olderRuns: 0 }),
    }),
    shown.length > 0 && table(ctx, shown),
    runs.length === 0 && h('p', { key: 'none', class: 'muted' }, t('No run matches.')),
    runs.length > shown.length &&
      button(t('Earlier runs ({0})', runs.length - shown.length), {
        key: 'earlier',
        small: true,
        class: 'page',
        onClick: () => ctx.update({ olderRuns: ctx.ui.olderRuns + page }),
      }),
  );
}

function table(ctx: Context, runs: readonly RunSummary[]): View {
  const head = (words: Child, className = ''): View => h('th', { class: className, attr: { scope: 'col' } }, words);
  return h(
    'table',
    { key: 'table', class: 'tbl', attr: { 'aria-label': t('Runs, newest first') } },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head(t('run')),
        head(h('span', { class: 'sr' }, t('outcome'))),
        head(t('task')),
        head(t('skill'), 'hide-s'),
        head(t('outcome'), 'hide-s'),
        head(t('tokens'), 'num hide-s'),
        head(h('span', { class: 'sr' }, t('when')), 'num'),
      ),
    ),
    h(
      'tbody',
      {},
      runs.map((run, index) => {
        const when = age(run.startedAt, ctx.now);
        return memo(run.id, [run, when, index === 0, ctx.post], () => row(ctx, run, when, index === 0));
      }),
    ),
  );
}

function row(ctx: Context, run: RunSummary, when: string, first: boolean): View {
  const how = outcome(run);
  return h(
    'tr',
    {},
    h('td', { class: 'muted' }, run.number),
    h('td', {}, icon(how.icon, how.tone, how.words)),
    h(
      'td',
      { class: 'grow' },
      h(
        'div',
        { class: 'cellrow' },
        h(
          'button',
          {
            class: 'open',
            attr: { type: 'button', tabindex: first ? 0 : -1, title: run.task.prompt },
            on: {
              click: () => ctx.post({ type: 'openRun', run: run.id }),
              keydown: (event) => moveAmong(event, '.tbl .open', 'vertical') && event.preventDefault(),
              focus: (event) => oneTabStop(event, '.tbl .open'),
            },
          },
          run.task.prompt,
        ),
        run.simulated && simulated(),
      ),
    ),
    h(
      'td',
      { class: 'hide-s' },
      run.skill === null ? h('span', { class: 'muted' }, t('no skill')) : versioned(run.skill, run.version),
    ),
    h('td', { class: 'muted hide-s' }, how.words),
    h('td', { class: 'num hide-s' }, tokens(run.tokens)),
    h('td', { class: 'num muted' }, when),
  );
}

function outcome(run: RunSummary): { readonly icon: IconName; readonly tone?: Tone; readonly words: string } {
  switch (run.status) {
    case 'running':
      return { icon: 'busy', words: t('running') };
    case 'cancelled':
      return { icon: 'stop', tone: 'muted', words: t('cancelled') };
    case 'error':
      return { icon: 'warning', tone: 'fail', words: t('stopped') };
    case 'interrupted':
      return { icon: 'warning', tone: 'wait', words: t('interrupted') };
    case 'done':
      if (run.outcome === 'success') return { icon: 'pass', tone: 'pass', words: marked(run, t('passed')) };
      if (run.outcome === 'failure') return { icon: 'fail', tone: 'fail', words: marked(run, t('failed')) };
      return { icon: 'unknown', tone: 'muted', words: t('not judged') };
  }
}

const marked = (run: RunSummary, words: string): string =>
  run.decidedBy === 'judge' ? t('{0}, LLM-judged', words) : words;
