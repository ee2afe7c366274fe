import type { ApprovalChoice, ApprovalRequest } from '../../src/protocol.js';
import { button, code } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { rowsOfDiff } from '../hunks.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import { diffTable } from './diff.js';

const words: Readonly<Record<ApprovalChoice, () => string>> = {
  once: () => t('Once'),
  run: () => t('This run'),
  deny: () => t('Deny'),
};

/** The card that asks: what, where, why. No button is highlighted: saying yes is the reader's own act. */
export function approval(ctx: Context, request: ApprovalRequest): View {
  const title = `approval-title-${request.id}`;
  const sent = ctx.ui.answered[request.id];
  const answer = (choice: ApprovalChoice): void => {
    ctx.update({ answered: { ...ctx.ui.answered, [request.id]: choice } });
    ctx.post({ type: 'approve', id: request.id, choice });
  };
  return h(
    'div',
    {
      key: `approval:${request.id}`,
      class: 'appr',
      attr: { role: 'group', id: `approval-${request.id}`, tabindex: -1, 'aria-labelledby': title },
    },
    h('h3', { attr: { id: title } }, icon('shield', 'wait'), say(request.title)),
    subject(request),
    h(
      'dl',
      { class: 'kv' },
      h('dt', {}, t('Where')),
      h('dd', {}, request.where === '.' ? t('the workspace folder') : code(request.where)),
      h('dt', {}, t('Why it asks')),
      h('dd', {}, say(request.why)),
    ),
    h(
      'div',
      { class: 'btns' },
      request.choices.map((choice) =>
        button(words[choice](), {
          key: choice,
          disabled: sent !== undefined,
          ...(sent === choice && { pressed: true }),
          onClick: () => answer(choice),
        }),
      ),
    ),
  );
}

function subject(request: ApprovalRequest): Child {
  if (request.kind === 'command')
    return h('pre', { class: 'cmd', attr: { tabindex: 0, 'aria-label': t('Command') } }, request.subject);
  return [
    h('p', { class: 'path' }, code(request.subject)),
    request.diff &&
      request.diff.length > 0 &&
      h(
        'div',
        {
          class: 'scroll framed',
          attr: { tabindex: 0, role: 'group', 'aria-label': t('What would change in {0}', request.subject) },
        },
        diffTable(t('What would change in {0}', request.subject), rowsOfDiff(request.diff)),
      ),
  ];
}
