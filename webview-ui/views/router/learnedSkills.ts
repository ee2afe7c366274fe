import type { LearnedSkill } from '../../../src/protocol.js';
import { button } from '../../components.js';
import type { Context } from '../../context.js';
import { h, memo, type Child, type View } from '../../dom.js';
import { integer, percent } from '../../format.js';
import { moveAmong, oneTabStop } from '../../keyboard.js';
import { t } from '../../l10n.js';
import { fold, isOpen } from '../../ui.js';

/** Skills shown before the reader asks for all. */
const first = 50;
const links = '.learned .open';

/** What the router has learned about each skill. */
export function learnedSkills(ctx: Context, skills: readonly LearnedSkill[]): View {
  const id = fold.router('skills:all');
  const shown = isOpen(ctx.ui, id, false) ? skills : skills.slice(0, first);
  return h(
    'section',
    { key: 'learned', class: 'part' },
    h('h2', { attr: { id: 'router-learned' } }, t('What it learned')),
    h(
      'table',
      { class: 'tbl learned', attr: { 'aria-labelledby': 'router-learned' } },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head(t('skill')),
          head(t('worked'), 'num', t('Runs with this skill that passed')),
          head(t('failed'), 'num', t('Runs with this skill that failed')),
          head(t('from you'), 'num hide-m', t('How often you named this skill as the right one')),
          head(t('synthetic'), 'num hide-m', t('Made-up tasks the model wrote for this skill')),
          head(t('router'), 'num', t('Graded tasks of this skill for which the router put it first')),
          head('BM25', 'num', t('Graded tasks of this skill for which plain BM25 put it first')),
          head(t('strongest words'), 'hide-s'),
        ),
      ),
      h(
        'tbody',
        {},
        shown.map((skill, index) =>
          memo(skill.skill, [skill, index === 0, ctx.post], () => row(ctx, skill, index === 0)),
        ),
      ),
    ),
    skills.length > shown.length &&
      button(t('Show all ({0})', integer(skills.length)), {
        key: 'all',
        small: true,
        class: 'page',
        onClick: () => ctx.update({ open: { ...ctx.ui.open, [id]: true } }),
      }),
  );
}

const head = (words: string, className = '', title?: string): View =>
  h('th', { class: className, attr: { scope: 'col', title } }, words);

function row(ctx: Context, skill: LearnedSkill, isFirst: boolean): View {
  const words = strongest(skill);
  return h(
    'tr',
    {},
    h(
      'th',
      { class: 'nm', attr: { scope: 'row' } },
      h(
        'button',
        {
          class: 'open',
          attr: { type: 'button', tabindex: isFirst ? 0 : -1, title: t('Open {0}', skill.skill) },
          on: {
            click: () => ctx.post({ type: 'openSkill', skill: skill.skill }),
            keydown: (event) => moveAmong(event, links, 'vertical') && event.preventDefault(),
            focus: (event) => oneTabStop(event, links),
          },
        },
        skill.skill,
      ),
      h('span', { class: 'sub hide-l', attr: { title: words } }, words),
    ),
    figure(skill.worked),
    figure(skill.failed),
    figure(skill.corrections, 'hide-m'),
    figure(skill.synthetic, 'hide-m'),
    share(skill.recall?.router, false),
    share(skill.recall?.bm25, true),
    h('td', { class: 'words muted hide-s', attr: { title: words } }, words),
  );
}

const figure = (value: number, className = ''): View => h('td', { class: `num ${className}` }, integer(value));

const share = (value: number | undefined, muted: boolean): Child =>
  h('td', { class: muted || value === undefined ? 'num muted' : 'num' }, value === undefined ? '–' : percent(value));

/** Whether nothing has taught the router about a skill yet. */
export const untaught = ({ worked, failed, corrections, synthetic }: LearnedSkill): boolean =>
  worked + failed + corrections + synthetic === 0;

function strongest(skill: LearnedSkill): string {
  if (untaught(skill)) return t('no examples yet; keeps a place on the slate until it has been tried');
  const less = skill.less.length > 0 ? t('less: {0}', skill.less.join(', ')) : '';
  return [skill.more.join(', '), less].filter(Boolean).join('; ') || '–';
}
