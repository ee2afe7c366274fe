import type { Proposal, Provenance } from '../../src/protocol.js';
import { code } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { placeLink, runName } from './runLink.js';

const sources: Readonly<Record<Provenance['from'], () => string>> = {
  web: () => t('a web page'),
  mcp: () => t('an MCP server'),
  outside: () => t('a file outside of this folder'),
  instruction: () => t('text that asks to be obeyed or remembered'),
};

/** Names what a proposal's text may come from: the person decides with it in view. */
export function provenanceNote(ctx: Context, { provenance, state }: Proposal): Child {
  if (!provenance?.length) return null;
  return h(
    'div',
    { key: 'provenance', class: 'pblock taint', attr: { role: 'note' } },
    h(
      'p',
      { class: 'gated' },
      icon('warning', 'fail'),
      h(
        'span',
        {},
        state === 'quarantined'
          ? t('Text from outside took part in its run. Look at what it adds before you accept it.')
          : t('Text from outside took part in its run.'),
      ),
    ),
    h(
      'ul',
      {},
      provenance.map((one) =>
        h(
          'li',
          { key: `${one.run}:${one.step}:${one.what}` },
          sources[one.from](),
          ': ',
          code(one.what),
          ' ',
          placeLink(ctx, one.run, t('step {0} of run {1}', one.step, runName(ctx, one.run)), { step: one.step }),
        ),
      ),
    ),
  );
}

/** In one line, for a row. */
export function provenanceLine(ctx: Context, { provenance }: Proposal): Child {
  const [first, ...rest] = provenance ?? [];
  if (!first) return null;
  return [
    t('Text came from {0}:', sources[first.from]()),
    ' ',
    code(first.what),
    ', ',
    placeLink(ctx, first.run, t('step {0} of run {1}', first.step, runName(ctx, first.run)), { step: first.step }),
    rest.length > 0 && `, ${rest.length === 1 ? t('and 1 more') : t('and {0} more', rest.length)}`,
  ];
}

/** What came from outside into the run on show. @param goTo leads to a step */
export function taintNotice(run: RunView, goTo: (step: number) => View): Child {
  if (!run.taints.length) return null;
  return h(
    'div',
    { key: 'taints', class: 'notice taint', attr: { role: 'note' } },
    icon('warning', 'wait'),
    h(
      'div',
      {},
      h(
        'p',
        {},
        t(
          'Text from outside took part. A change learned from this run waits for you, and the router learns from it only if you or a check decides.',
        ),
      ),
      h(
        'ul',
        {},
        run.taints.map(({ from, what, step }) =>
          h('li', { key: `${step}:${what}` }, sources[from](), ': ', code(what), ' ', goTo(step)),
        ),
      ),
    ),
  );
}
