import type { Candidate, Route, ScorePart } from '../../src/protocol.js';
import { bar, link } from '../components.js';
import type { Context } from '../context.js';
import { h, type View } from '../dom.js';
import { decimal, integer, percent } from '../format.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import { barsOf, isEarlier, partsOf, valueOf, type Bars } from '../slate.js';

const partNames: Readonly<Record<ScorePart['id'], () => string>> = {
  text: () => t('words'),
  memory: () => t('memory'),
  learned: () => t('learned'),
  usage: () => t('usage'),
  vectors: () => t('vectors'),
  name: () => t('name'),
  description: () => t('description'),
  body: () => t('body'),
};

const partMeanings: Readonly<Record<ScorePart['id'], () => string>> = {
  text: () => t('Words of the task that stand in the skill, in nats'),
  memory: () => t('Likeness to tasks the skill has worked for, in nats'),
  learned: () => t('What training adds or takes away, in nats'),
  usage: () => t('How often the skill has worked at all, in nats'),
  vectors: () => t('Likeness of the embeddings, in nats'),
  name: () => t('What this part of the skill adds to the match'),
  description: () => t('What this part of the skill adds to the match'),
  body: () => t('What this part of the skill adds to the match'),
};

/** What is the same for all rows of a list. */
interface List {
  readonly route: Route;
  readonly parts: readonly ScorePart['id'][];
  readonly bars: Bars;
  /** Logged before the router learned. */
  readonly earlier: boolean;
  /** The run that can be made again with another skill. */
  readonly run: string | undefined;
}

/** The ranked candidates of a route with the parts of their scores, and why each was chosen or not. */
export function slate(ctx: Context, route: Route, run: string | undefined): View {
  const list: List = { route, parts: partsOf(route), bars: barsOf(route), earlier: isEarlier(route), run };
  const { parts, earlier } = list;
  return h(
    'div',
    {
      key: 'slate',
      class: `route parts-${parts.length + (earlier ? 1 : 0)}`,
      attr: { role: 'table', 'aria-label': t('Candidates, best first') },
    },
    h(
      'div',
      { class: 'hd', attr: { role: 'row' } },
      head(t('skill'), 'x first'),
      earlier
        ? head(t('match'), 'x', t('The share of what the task says that the skill covers'))
        : head(t('probability'), 'x', t('How likely a run with this skill passes, by what happened so far')),
      parts.map((id) => head(partNames[id](), 'pth', partMeanings[id]())),
      earlier && head(t('worked'), 'pth wkh', t('How often this version has worked, and in how many judged runs')),
      head('', 'x'),
    ),
    route.candidates.map((candidate) => row(ctx, list, candidate)),
  );
}

const head = (words: string, className: string, title?: string): View =>
  h('span', { class: className, attr: { role: 'columnheader', title } }, words);

function row(ctx: Context, list: List, candidate: Candidate): View {
  const { route, parts, earlier, run } = list;
  const chosen = candidate.skill === route.chosen;
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
    likelihood(candidate, earlier, chosen),
    candidate.skill === null
      ? h('div', { class: 'cell none', attr: { role: 'cell' } })
      : parts.map((id) => part(list, candidate, id, chosen)),
    earlier && candidate.skill !== null && worked(candidate),
    h(
      'div',
      { class: 'cell act', attr: { role: 'cell' } },
      chosen
        ? h('span', { class: 'pass' }, run === undefined ? t('chosen') : t('in use'))
        : run !== undefined && use(ctx, run, candidate, name),
    ),
    h(
      'div',
      { class: 'cell why', attr: { role: 'cell' } },
      candidate.guaranteed && [keepsPlace(), ' '],
      why(candidate, earlier),
    ),
  );
}

const keepsPlace = (): View =>
  h(
    'span',
    { class: 'tag quiet', attr: { title: t('It keeps a place on the slate: not tried yet.') } },
    t('keeps a place'),
  );

/** The share of the match in earlier runs; since then the probability, for "no skill" the least at which a skill is used. */
function likelihood(candidate: Candidate, earlier: boolean, chosen: boolean): View {
  const share = earlier ? candidate.score : candidate.probability;
  if (share === undefined)
    return h('div', { class: 'cell p', attr: { role: 'cell' } }, h('span', { class: 'figure' }, '–'));
  const least = candidate.skill === null && !earlier;
  return h(
    'div',
    {
      class: 'cell p',
      attr: { role: 'cell', title: least ? t('A skill is used from this probability on') : undefined },
    },
    least
      ? h('span', { class: 'least' }, t('from {0}', percent(share)))
      : [h('span', { class: 'figure' }, percent(share)), bar(share, chosen)],
  );
}

function part({ bars, earlier }: List, candidate: Candidate, id: ScorePart['id'], chosen: boolean): View {
  const value = valueOf(candidate, id);
  const figure = earlier ? integer(value * 100) : decimal(value, 1);
  const share = (amount: number): string => `${(amount * 100).toFixed(1)}%`;
  const { left, width } = bars.bar(id, value);
  const zero = bars.zero(id);
  return h(
    'div',
    {
      key: `part:${id}`,
      class: 'cell pt',
      attr: { role: 'cell', 'aria-label': `${partNames[id]()} ${earlier ? percent(value) : figure}` },
    },
    h('span', { class: 'figure' }, figure),
    h(
      'span',
      { class: chosen ? 'bar hot' : 'bar', attr: { 'aria-hidden': true } },
      h('span', { class: value < 0 ? 'fill minus' : 'fill', style: { left: share(left), width: share(width) } }),
      zero > 0 && h('span', { class: 'zero', style: { left: share(zero) } }),
    ),
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

function why(candidate: Candidate, earlier: boolean): string {
  const { utility } = candidate;
  return [say(candidate.why), !earlier && utility && utility.uses > 0 && record(utility.uses, percent(utility.mean))]
    .filter(Boolean)
    .join(' ');
}

const record = (uses: number, mean: string): string =>
  uses === 1 ? t('This version: {0} of 1 judged run.', mean) : t('This version: {0} of {1} judged runs.', mean, uses);

const use = (ctx: Context, run: string, candidate: Candidate, name: string): View =>
  link(t('Use this'), () => ctx.post({ type: 'useInstead', run, skill: candidate.skill }), {
    class: 'small',
    label: t('Use {0}: run the task again with it', name),
  });
