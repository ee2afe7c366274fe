import type { ConditionReport, CurveRound } from '../../src/protocol.js';
import { h, type Child, type View } from '../dom.js';
import { integer } from '../format.js';
import { t } from '../l10n.js';
import { fold } from '../ui.js';
import type { Desk } from './desk.js';

/** Entries of a list that are shown before the reader asks for all. */
const first = 5;

/** Where the first seed stands after a round: its library, and the test tasks it failed. */
export function roundDetail(desk: Desk, condition: ConditionReport, { round, detail }: CurveRound): View {
  const seed = desk.report.seeds[0] ?? '';
  return h(
    'section',
    { key: 'detail', class: 'rounddetail', attr: { 'aria-labelledby': 'learning-detail' } },
    h(
      'h2',
      { attr: { id: 'learning-detail', 'aria-live': 'polite' } },
      t('{0} after round {1}', condition.name, round),
    ),
    h('p', { class: 'cap' }, t('Seed {0}, the first of {1}', seed, desk.report.seeds.length)),
    h(
      'div',
      { class: 'halves' },
      list(
        desk,
        'skills',
        t('Library: {0} skills', integer(detail.skills.length)),
        t('The library is empty.'),
        detail.skills.map(skill),
      ),
      list(
        desk,
        'failures',
        t('Failed test tasks: {0}', integer(detail.failures.length)),
        t('No test task failed.'),
        detail.failures.map(failure),
      ),
    ),
  );
}

function list(desk: Desk, name: string, title: string, none: string, items: readonly View[]): View {
  const id = fold.learning(`detail:${name}`);
  const all = desk.ui.open[id] === true;
  return h(
    'div',
    { key: name },
    h('h3', {}, title),
    items.length === 0 ? h('p', { class: 'muted' }, none) : h('ul', {}, all ? items : items.slice(0, first)),
    items.length > first && more(desk, id, all, items.length),
  );
}

const more = (desk: Desk, id: string, all: boolean, count: number): Child =>
  h(
    'button',
    {
      key: 'more',
      class: 'link small',
      attr: { type: 'button', 'aria-expanded': all },
      on: { click: () => desk.update({ open: { ...desk.ui.open, [id]: !all } }) },
    },
    all ? t('Show fewer') : t('Show all ({0})', integer(count)),
  );

const skill = ({ name, version, description }: CurveRound['detail']['skills'][number]): View =>
  h(
    'li',
    { key: name },
    h('span', { class: 'b' }, name),
    ' ',
    h('span', { class: 'muted' }, t('v{0}', version)),
    h('p', { class: 'small' }, description),
  );

const failure = ({ id, domain, skill, prompt }: CurveRound['detail']['failures'][number]): View =>
  h(
    'li',
    { key: id },
    h('span', { class: 'b' }, id),
    ' ',
    h(
      'span',
      { class: 'muted' },
      skill === null ? t('{0}, without a skill', domain) : t('{0}, with {1}', domain, skill),
    ),
    h('p', { class: 'small' }, prompt),
  );
