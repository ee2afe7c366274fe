import type { Proposal } from '../../src/protocol.js';
import { link, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { say, t } from '../l10n.js';
import { causes } from './causes.js';
import { prose } from './prose.js';
import { quotes } from './quotes.js';

/** What failed, for a card that does not stand below its run: the cause, why, and the quotes that show it. */
export function evidence(ctx: Context, proposal: Proposal): Child {
  const { attribution: found, runs, before } = proposal;
  if (!found) return null;
  const { skill, line } = found;
  return h(
    'div',
    { key: 'evidence', class: 'pblock' },
    h('p', { class: 'cap' }, proposal.learnedFrom === 'successes' ? t('What it was learned from') : t('What failed')),
    h(
      'div',
      { class: 'cause' },
      tag(causes[found.cause].name(), causes[found.cause].library ? 'fail' : undefined),
      skill !== null &&
        h(
          'span',
          {},
          link(skill, () => ctx.post({ type: 'openSkill', skill, ...(line !== undefined && { line }) }), {
            class: 'b',
            label: line === undefined ? t('Open {0}', skill) : t('Open {0} at line {1}', skill, line),
          }),
          line !== undefined && t(', line {0}', line),
        ),
    ),
    prose(found.why ? say(found.why) : found.reason),
    quotes(ctx, found, { run: runs.at(-1), skillText: before }),
  );
}
