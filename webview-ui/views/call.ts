import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration } from '../format.js';
import { icon, type IconName } from '../icons.js';
import { say, t } from '../l10n.js';
import { asking, type CallView } from '../stepView.js';
import { fold, isOpen, opened } from '../ui.js';
import { approval } from './approval.js';

const toolIcons: Readonly<Record<string, IconName>> = {
  read_file: 'file',
  list_dir: 'folder',
  search_files: 'search',
  write_file: 'edit',
  edit_file: 'edit',
  run_command: 'terminal',
  propose_skill: 'book',
};

/** One tool call: what it does on one line; its input, its output and the question it waits with below. */
export function call(ctx: Context, step: number, view: CallView, live: boolean): View {
  const id = fold.call(step, view.id);
  const request = live ? asking(view) : undefined;
  const open = isOpen(ctx.ui, id, request !== undefined);
  return h(
    'div',
    { key: id },
    h(
      'button',
      {
        key: 'row',
        class: 'row',
        attr: { type: 'button', 'aria-expanded': open },
        on: { click: () => ctx.update({ open: opened(ctx.ui, id, !open) }) },
      },
      icon('chevron', 'muted'),
      icon(toolIcons[view.tool] ?? 'terminal'),
      h(
        'span',
        { class: 't' },
        h('span', { class: 'mono' }, view.tool),
        ' ',
        h('span', { class: view.result?.ok === false ? 'fail' : 'muted' }, say(view.result?.summary ?? view.title)),
      ),
      figures(view, live, request !== undefined),
    ),
    open &&
      h(
        'div',
        { key: 'body', class: 'callbody' },
        request ? approval(ctx, request) : [block(t('Input'), readable(view.input)), block(t('Output'), view.output)],
      ),
  );
}

function figures(view: CallView, live: boolean, waiting: boolean): Child {
  if (waiting) return h('span', { class: 'r wait' }, t('waiting'));
  if (view.result) {
    return [
      view.approval?.choice && h('span', { class: 'r hide-s' }, answers[view.approval.choice]()),
      h('span', { class: 'r w' }, duration(view.result.ms)),
    ];
  }
  return h('span', { class: 'r w' }, live ? t('running') : t('stopped'));
}

const answers = {
  once: () => t('allowed once'),
  run: () => t('allowed for this run'),
  deny: () => t('denied'),
} as const;

const block = (title: string, text: string): Child =>
  text !== '' && [
    h('p', { class: 'cap' }, title),
    h('pre', { class: 'out tall', attr: { tabindex: 0, 'aria-label': title } }, text),
  ];

/** Arguments as `name: value` lines where they are a flat object, so that commands and file texts keep their line breaks. */
function readable(input: string): string {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    return input;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return input;
  return Object.entries(value)
    .map(([name, each]: [string, unknown]) => {
      const text = typeof each === 'string' ? each : JSON.stringify(each);
      return text.includes('\n') ? `${name}:\n${text}` : `${name}: ${text}`;
    })
    .join('\n');
}
