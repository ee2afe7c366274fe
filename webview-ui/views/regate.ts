import type { Gating, Proposal } from '../../src/protocol.js';
import { bar, button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { tokens } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';
import { accepted } from './edits.js';

/**
 * Offers the gate where it has not seen what would be written, with its price first; while it goes on, how far it is and a way to stop it.
 */
export function gateAgain(ctx: Context, proposal: Proposal): Child {
  const going = ctx.state.gates.find((gate) => gate.proposal === proposal.id);
  if (going) return progress(ctx, going);
  const edits = accepted(ctx, proposal);
  const part = edits.length < proposal.hunks.length;
  if (edits.length === 0 && proposal.hunks.length > 0) return null;
  const asked = ctx.ui.gating.includes(proposal.id);
  const seen = proposal.gate.state !== 'not-gated';
  return h(
    'div',
    { key: 'regate', class: 'regate' },
    (part || !seen) &&
      h(
        'span',
        { class: 'muted small' },
        part
          ? t('Not gated: no replay has seen these edits without the others.')
          : t('No replay has shown yet that this helps.'),
      ),
    button(seen && !part ? t('Run the gate again') : t('Run the gate'), {
      key: 'gate',
      small: true,
      icon: 'flask',
      disabled: asked,
      onClick: () => {
        ctx.update({ gating: [...ctx.ui.gating, proposal.id] });
        ctx.post({ type: 'gate', proposal: proposal.id, ...(part && { hunks: edits }) });
      },
    }),
    h('span', { class: 'muted small' }, price(ctx, proposal)),
  );
}

function progress(ctx: Context, { proposal, done, of }: Gating): Child {
  return h(
    'div',
    { key: 'gating', class: 'regate', attr: { role: 'group', 'aria-label': t('The gate is running') } },
    icon('busy'),
    h('span', {}, of > 0 ? t('The gate is running: {0} of {1} replays', done, of) : t('The gate is running')),
    bar(of > 0 ? done / of : 0, true),
    button(t('Cancel'), {
      key: 'cancel',
      small: true,
      icon: 'stop',
      onClick: () => ctx.post({ type: 'cancelGate', proposal }),
    }),
  );
}

/** What a gate will use, as far as that can be known before. */
function price(ctx: Context, { id }: Proposal): string {
  const { replays, tokens: count } = ctx.state.prices[id] ?? { replays: 0, tokens: null };
  if (count === null) return t('it uses the model; how much is not known');
  return replays === 1
    ? t('1 replay, about {0} tokens', tokens(count))
    : t('{0} replays, about {1} tokens', replays, tokens(count));
}
