import type { GenerationInfo } from '../../../src/protocol.js';
import { button, link, simulated } from '../../components.js';
import type { Context } from '../../context.js';
import { h, type Child, type View } from '../../dom.js';
import { age, duration, integer, percent } from '../../format.js';
import { icon, type IconName, type Tone } from '../../icons.js';
import { say, t } from '../../l10n.js';
import { fold, isOpen } from '../../ui.js';

/** Generations shown before the reader asks for the older ones. */
const first = 10;

/** Every trained model, newest first, and the way back to an earlier one. */
export function generations(ctx: Context, all: readonly GenerationInfo[]): View {
  const id = fold.router('generations:all');
  const shown = isOpen(ctx.ui, id, false) ? all : all.slice(0, first);
  return h(
    'section',
    { key: 'generations', class: 'part' },
    h('h2', { attr: { id: 'router-generations' } }, t('Generations')),
    all.length === 0
      ? h('p', { class: 'muted' }, t('Nothing was trained yet: words, memory and usage choose.'))
      : h(
          'table',
          { class: 'tbl gens', attr: { 'aria-labelledby': 'router-generations' } },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              head(h('span', { class: 'sr' }, t('generation'))),
              head(t('trained'), 'hide-s'),
              head(t('examples'), 'num hide-s', t('Examples it was trained on')),
              head(t('skills'), 'num hide-m', t('Skills it knows')),
              head(t('held out'), 'num', t('Right first picks on the newest examples, which it was not trained on')),
              head(t('result')),
              head(h('span', { class: 'sr' }, t('action'))),
            ),
          ),
          h(
            'tbody',
            {},
            shown.map((one) => row(ctx, one)),
          ),
        ),
    all.length > shown.length &&
      button(t('Older generations ({0})', integer(all.length - shown.length)), {
        key: 'older',
        small: true,
        class: 'page',
        onClick: () => ctx.update({ open: { ...ctx.ui.open, [id]: true } }),
      }),
  );
}

const head = (words: Child, className = '', title?: string): View =>
  h('th', { class: className, attr: { scope: 'col', title } }, words);

const signs: Readonly<
  Record<
    GenerationInfo['state'],
    { readonly icon: IconName; readonly tone?: Tone; readonly words: () => string } | null
  >
> = {
  'in-use': { icon: 'check', tone: 'pass', words: () => t('in use') },
  replaced: null,
  refused: { icon: 'x', tone: 'fail', words: () => t('not used') },
  reverted: { icon: 'undo', tone: 'muted', words: () => t('taken back') },
};

function row(ctx: Context, one: GenerationInfo): View {
  const used = one.state === 'in-use';
  const sign = signs[one.state];
  return h(
    'tr',
    { key: `generation:${one.number}`, attr: { 'aria-current': used || undefined } },
    h('th', { class: used ? 'b' : '', attr: { scope: 'row' } }, one.number),
    h('td', { class: 'muted hide-s' }, t('{0}, {1}', age(one.at, ctx.now), duration(one.trainMs))),
    h('td', { class: 'num hide-s' }, integer(one.examples)),
    h('td', { class: 'num hide-m' }, integer(one.skills)),
    one.heldOut === null
      ? h('td', { class: 'num muted', attr: { title: t('too few examples to hold any out') } }, '–')
      : h('td', { class: 'num' }, percent(one.heldOut)),
    h(
      'td',
      { class: used ? 'result' : 'result muted' },
      sign && [icon(sign.icon, sign.tone, sign.words()), ' '],
      say(one.result),
      one.simulated && [' ', simulated()],
    ),
    h('td', { class: 'num act' }, action(ctx, one)),
  );
}

function action(ctx: Context, one: GenerationInfo): Child {
  if (one.state === 'in-use') return null;
  if (!one.usable)
    return h('span', { class: 'muted small', attr: { title: t('Its files are not there any more.') } }, t('gone'));
  if (ctx.ui.reverting === one.number) return h('span', { class: 'muted small' }, t('Reverting…'));
  return link(
    one.state === 'refused' ? t('Use {0} anyway', one.number) : t('Revert to {0}', one.number),
    () => {
      ctx.update({ reverting: one.number });
      ctx.post({ type: 'revertRouter', generation: one.number });
    },
    { class: 'small', label: t('Put generation {0} in use', one.number) },
  );
}
