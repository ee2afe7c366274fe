import type { Candidate, ScorePart } from '../../src/protocol.js';
import { bar, link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration, integer, percent } from '../format.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { facts } from './prose.js';
import { laterSection, section } from './section.js';

/** Which skill was chosen, out of which, and why. */
export function route(ctx: Context, run: RunView): View {
  const live = run.status === 'running';
  if (!run.route) {
    return live
      ? section(ctx, 'route', { icon: 'busy', title: t('Route'), summary: t('choosing a skill') }, false, () => null)
      : laterSection('route', t('Route'), t('nothing was chosen'));
  }
  const { route: decision, ms } = run.route;
  const chosen = decision.candidates.find((candidate) => candidate.skill === decision.chosen);
  const summary = facts(
    decision.chosen === null ? t('no skill') : versioned(decision.chosen, decision.version),
    decision.chosen !== null && chosen && percent(chosen.score),
    decision.by === 'person' && t('chosen by you'),
  );
  return section(
    ctx,
    'route',
    { icon: 'pass', tone: 'pass', title: t('Route'), summary, end: duration(ms) },
    live,
    () => [table(ctx, run), unreviewed(decision.unreviewed ?? 0)],
  );
}

function unreviewed(count: number): Child {
  if (count === 0) return null;
  const words =
    count === 1
      ? t('1 skill was left out: nobody has looked at its present content yet.')
      : t('{0} skills were left out: nobody has looked at their present content yet.', count);
  return h('p', { key: 'unreviewed', class: 'cap' }, icon('unknown', 'muted'), words);
}

export const versioned = (skill: string, version: number | null): string =>
  version === null ? skill : `${skill} v${version}`;

const partNames: Readonly<Record<ScorePart['id'], () => string>> = {
  name: () => t('name'),
  description: () => t('description'),
  body: () => t('body'),
};

function table(ctx: Context, run: RunView): View {
  const candidates = run.route?.route.candidates ?? [];
  const strongest = Math.max(0.0001, ...candidates.flatMap(({ parts }) => parts.map((part) => part.value)));
  return h(
    'div',
    { class: 'route', attr: { role: 'table', 'aria-label': t('Candidates, best first') } },
    h(
      'div',
      { class: 'hd', attr: { role: 'row' } },
      head(t('skill'), 'x first'),
      head(t('match'), 'x', t('The share of what the task says that the skill covers')),
      (['name', 'description', 'body'] as const).map((id) =>
        head(partNames[id](), 'pth', t('What this part of the skill adds to the match')),
      ),
      head(t('worked'), 'pth', t('How often this version has worked, and in how many judged runs')),
      head('', 'x'),
    ),
    candidates.map((candidate) => row(ctx, run, candidate, strongest)),
  );
}

const head = (words: string, className: string, title?: string): View =>
  h('span', { class: className, attr: { role: 'columnheader', title } }, words);

function row(ctx: Context, run: RunView, candidate: Candidate, strongest: number): View {
  const decision = run.route?.route;
  const chosen = candidate.skill === decision?.chosen;
  const name = candidate.skill ?? t('No skill');
  const words = candidate.words.length ? t('Words in common: {0}', candidate.words.join(', ')) : undefined;
  return h(
    'div',
    { key: `skill:${candidate.skill ?? ''}`, attr: { role: 'row', 'aria-current': chosen || undefined } },
    h(
      'div',
      { class: 'cell nm', attr: { role: 'rowheader', title: words } },
      chosen ? icon('check', undefined, t('chosen')) : h('span', { class: 'gap' }),
      h('span', { class: chosen ? 'b name' : 'name' }, name),
      candidate.version !== null && h('span', { class: 'muted small hide-s' }, `v${candidate.version}`),
    ),
    h(
      'div',
      { class: 'cell p', attr: { role: 'cell' } },
      h('span', { class: 'figure' }, percent(candidate.score)),
      bar(candidate.score, chosen),
    ),
    candidate.skill === null
      ? h('div', { class: 'cell none', attr: { role: 'cell' } })
      : (['name', 'description', 'body'] as const).map((id) => part(candidate, id, strongest, chosen)),
    candidate.skill !== null && worked(candidate),
    h(
      'div',
      { class: 'cell act', attr: { role: 'cell' } },
      chosen ? h('span', { class: 'pass' }, t('in use')) : use(ctx, run, candidate, name),
    ),
    h('div', { class: 'cell why', attr: { role: 'cell' } }, say(candidate.why)),
  );
}

function part(candidate: Candidate, id: ScorePart['id'], strongest: number, chosen: boolean): View {
  const value = candidate.parts.find((other) => other.id === id)?.value ?? 0;
  return h(
    'div',
    {
      key: `part:${id}`,
      class: 'cell pt',
      attr: { role: 'cell', 'aria-label': `${partNames[id]()} ${percent(value)}` },
    },
    h('span', { class: 'figure' }, integer(value * 100)),
    bar(value / strongest, chosen),
  );
}

function worked({ utility }: Candidate): View {
  const judged = utility && utility.uses > 0;
  return h(
    'div',
    {
      key: 'worked',
      class: 'cell wk',
      attr: { role: 'cell', title: judged ? t('{0} judged runs', utility.uses) : t('not tried yet') },
    },
    judged ? h('span', {}, percent(utility.mean)) : h('span', { class: 'muted' }, t('new')),
    judged && h('span', { class: 'muted' }, t('of {0}', utility.uses)),
  );
}

const use = (ctx: Context, run: RunView, candidate: Candidate, name: string): View =>
  link(t('Use this'), () => ctx.post({ type: 'runAgain', run: run.id, skill: candidate.skill }), {
    class: 'small',
    label: t('Use {0}: run the task again with it', name),
  });
