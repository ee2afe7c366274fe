import type { GateReport, Proposal } from '../../src/protocol.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import type { Replay } from '../learningView.js';
import { fold, isOpen } from '../ui.js';
import { gateSentence, ruleWords } from './gateWords.js';
import { aboutPart } from './regate.js';
import { runLink } from './runLink.js';

const signs: Readonly<Record<GateReport['state'], { readonly icon: IconName; readonly tone: Tone }>> = {
  passed: { icon: 'pass', tone: 'pass' },
  failed: { icon: 'fail', tone: 'fail' },
  'not-gated': { icon: 'unknown', tone: 'muted' },
};

/**
 * What replays have shown: one sentence, a dot for each replay, and the list of them to unfold.
 * @param replays those the report was drawn from, where they are known
 */
export function gate(ctx: Context, proposal: Proposal, replays: readonly Replay[]): View {
  const { id, gate: report } = proposal;
  const { icon: name, tone } = signs[report.state];
  const rule = ruleWords(report);
  return h(
    'div',
    { key: 'gate', class: 'pblock gate', attr: { 'data-gate': report.state } },
    h(
      'div',
      { class: 'verdict' },
      aboutPart(ctx, proposal),
      h('p', { class: 'gated' }, icon(name, tone), h('span', {}, gateSentence(report))),
      rule !== null && h('p', { class: 'cap' }, rule),
      report.state !== 'not-gated' && unfold(ctx, id, report, replays),
    ),
    report.state !== 'not-gated' && dots(report),
    isOpen(ctx.ui, fold.gate(id), false) && report.state !== 'not-gated' && list(ctx, report, replays),
  );
}

function unfold(ctx: Context, id: string, report: GateReport, replays: readonly Replay[]): Child {
  const part = fold.gate(id);
  const open = isOpen(ctx.ui, part, false);
  const count = replays.length || report.failures.of + report.successes.of + report.neighbours.of + report.unreplayable;
  const words = count === 1 ? t('1 replay') : t('{0} replays', count);
  return h(
    'button',
    {
      key: 'unfold',
      class: 'link small unfold',
      attr: { type: 'button', 'aria-expanded': open },
      on: { click: () => ctx.update({ open: { ...ctx.ui.open, [part]: !open } }) },
    },
    icon('chevron'),
    words,
  );
}

interface Group {
  readonly key: string;
  readonly words: string;
  /** Each replay before and after: whether it passed; those the writer never saw are marked. */
  readonly dots: readonly { readonly before: boolean; readonly after: boolean; readonly hidden: boolean }[];
}

/** Of more replays than this only the numbers are shown. */
const mostDots = 24;

const many = (count: number, make: (index: number) => Group['dots'][number]): Group['dots'] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => make(index));

function groupsOf({ fromSuccesses, failures, hidden, successes, neighbours }: GateReport): readonly Group[] {
  const shown = { of: failures.of - hidden.of, passed: failures.passed - hidden.passed };
  const groups: readonly Group[] = [
    {
      key: 'failures',
      words: fromSuccesses
        ? t('{0} tasks', failures.of)
        : failures.of === 1
          ? t('1 failure')
          : t('{0} failures', failures.of),
      dots: [
        ...many(shown.of, (index) => ({ before: fromSuccesses === true, after: index < shown.passed, hidden: false })),
        ...many(hidden.of, (index) => ({ before: false, after: index < hidden.passed, hidden: true })),
      ],
    },
    {
      key: 'successes',
      words: successes.of === 1 ? t('1 success') : t('{0} successes', successes.of),
      dots: many(successes.of, (index) => ({ before: true, after: index >= successes.broken, hidden: false })),
    },
    {
      key: 'neighbours',
      words: neighbours.of === 1 ? t('1 neighbour') : t('{0} neighbours', neighbours.of),
      dots: many(neighbours.of, (index) => ({ before: true, after: index >= neighbours.broken, hidden: false })),
    },
  ];
  return groups.filter((group) => group.dots.length > 0);
}

/** A picture of the sentence beside it, so it says nothing to a screen reader. */
function dots(report: GateReport): Child {
  const groups = groupsOf(report);
  if (groups.length === 0 || groups.some((group) => group.dots.length > mostDots)) return null;
  return h(
    'div',
    { key: 'dots', class: 'dots', attr: { 'aria-hidden': true } },
    h(
      'div',
      { class: 'groups' },
      h('div', { class: 'rows' }, h('span', {}), h('span', {}, t('before')), h('span', {}, t('after'))),
      groups.map((group) =>
        h(
          'div',
          { key: group.key, class: 'rows' },
          h('span', {}, group.words),
          h(
            'span',
            {},
            group.dots.map(({ before, hidden }) => dot(before, hidden)),
          ),
          h(
            'span',
            {},
            group.dots.map(({ after, hidden }) => dot(after, hidden)),
          ),
        ),
      ),
    ),
    h(
      'div',
      { class: 'legend' },
      h('span', {}, dot(true, false), t('passed')),
      h('span', {}, dot(false, false), t('failed')),
      report.hidden.of > 0 && h('span', {}, dot(false, true), t('never shown to the writer')),
    ),
  );
}

const dot = (passed: boolean, hidden: boolean): View =>
  h('span', { class: ['dot', passed ? 'yes' : 'no', hidden && 'hid'].filter(Boolean).join(' ') });

const kinds: Readonly<Record<Replay['kind'], () => string>> = {
  shown: () => t('failure'),
  hidden: () => t('failure, never shown'),
  success: () => t('old success'),
  neighbour: () => t('task of another skill'),
};

const results: Readonly<
  Record<Replay['result'], { readonly words: () => string; readonly icon: IconName; readonly tone: Tone }>
> = {
  passed: { words: () => t('passed'), icon: 'pass', tone: 'pass' },
  failed: { words: () => t('failed'), icon: 'fail', tone: 'fail' },
  unreplayable: { words: () => t('not replayable'), icon: 'unknown', tone: 'muted' },
};

function list(ctx: Context, report: GateReport, replays: readonly Replay[]): View {
  return h(
    'ul',
    { key: 'replays', class: 'replays', attr: { 'aria-label': t('Replays') } },
    replays.length > 0 ? replays.map((one, index) => replay(ctx, one, index)) : totals(report),
  );
}

function replay(ctx: Context, { kind, replayed, result, why }: Replay, index: number): View {
  const { words, icon: name, tone } = results[result];
  return h(
    'li',
    { key: `${replayed}:${index}` },
    icon(name, tone),
    h('span', {}, t('run'), ' ', runLink(ctx, replayed)),
    h('span', { class: 'muted' }, kinds[kind]()),
    h('span', { class: 'r' }, words(), why && [': ', say(why)]),
  );
}

/** Where the replays themselves stand only in the log of their run. */
function totals({ failures, hidden, successes, neighbours, unreplayable }: GateReport): Child {
  const shown = { of: failures.of - hidden.of, passed: failures.passed - hidden.passed };
  const row = (key: string, words: string, good: number, of: number): Child =>
    of > 0 &&
    h(
      'li',
      { key },
      icon(good === of ? 'pass' : 'fail', good === of ? 'pass' : 'fail'),
      h('span', {}, words),
      h('span', { class: 'r' }, t('{0} of {1} passed', good, of)),
    );
  return [
    row('shown', t('failures shown to the writer'), shown.passed, shown.of),
    row('hidden', t('failures never shown to the writer'), hidden.passed, hidden.of),
    row('success', t('old successes of the skill'), successes.of - successes.broken, successes.of),
    row('neighbour', t('tasks of other skills'), neighbours.of - neighbours.broken, neighbours.of),
    unreplayable > 0 &&
      h(
        'li',
        { key: 'un' },
        icon('unknown', 'muted'),
        h('span', {}, t('not replayable')),
        h('span', { class: 'r' }, unreplayable),
      ),
  ];
}
