import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { isOpen, fold } from '../ui.js';
import { moveAmong } from '../keyboard.js';
import type { Part } from '../runView.js';

interface Head {
  readonly icon: IconName;
  readonly tone?: Tone;
  readonly title: string;
  readonly summary: Child;
  /** How long it took. */
  readonly end?: string;
}

/** A part of the run that has begun: a head that folds and what stands below it. */
export function section(ctx: Context, part: Part, head: Head, byItself: boolean, content: () => Child): View {
  const id = fold.section(part);
  const open = isOpen(ctx.ui, id, byItself);
  const set = (value: boolean): void => ctx.update({ open: { ...ctx.ui.open, [id]: value } });
  return h(
    'section',
    { key: part, class: 'sec', attr: { 'data-part': part } },
    h(
      'h2',
      {},
      h(
        'button',
        {
          key: 'head',
          attr: { type: 'button', id: `sec-${part}`, 'aria-expanded': open, 'aria-controls': `in-${part}` },
          on: {
            click: () => set(!open),
            keydown: (event) => {
              if (event.key === 'ArrowRight' && !open) set(true);
              else if (event.key === 'ArrowLeft' && open) set(false);
              else if (!moveAmong(event, '.sec > h2 > button', 'vertical')) return;
              event.preventDefault();
            },
          },
        },
        icon('chevron', 'muted'),
        line(head),
      ),
    ),
    h('div', { key: 'in', class: 'in', attr: { id: `in-${part}`, hidden: !open } }, open && content()),
  );
}

/** A part that has not begun, or will not: dim, nothing to open. */
export const laterSection = (part: Part, title: string, summary: Child): View =>
  h(
    'section',
    { key: part, class: 'sec off', attr: { 'data-part': part } },
    h(
      'h2',
      {},
      h(
        'span',
        { key: 'later', class: 'h' },
        h('span', { class: 'gap' }),
        line({ icon: 'later', tone: 'muted', title, summary }),
      ),
    ),
  );

const line = (head: Head): Child => [
  icon(head.icon, head.tone),
  h('span', { class: 'ttl' }, head.title),
  h('span', { class: 'sum' }, head.summary),
  head.end !== undefined && h('span', { class: 'end' }, head.end),
];
