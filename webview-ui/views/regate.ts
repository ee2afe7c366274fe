import type { Gating, Proposal } from '../../src/protocol.js';
import { bar, button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child } from '../dom.js';
import { tokens } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';
import { accepted } from './edits.js';

/** The edits the report of a proposal is about, from 0; `null`: about a text the reader made. */
const examined = (ctx: Context, { id, hunks }: Proposal): readonly number[] | null => {
  const facts = ctx.state.gateFacts[id];
  return facts ? facts.edits : hunks.map((_, index) => index);
};

/** Says what the report is about where that is not the whole proposal. */
export function aboutPart(ctx: Context, proposal: Proposal): Child {
  const edits = examined(ctx, proposal);
  if (proposal.gate.state === 'not-gated' || edits?.length === proposal.hunks.length) return null;
  const words =
    edits === null
      ? t('About the text as you changed it:')
      : edits.length === 1
        ? t('About edit {0} alone:', (edits[0] ?? 0) + 1)
        : t('About edits {0} alone:', edits.map((index) => index + 1).join(', '));
  return h('p', { key: 'about', class: 'cap' }, words);
}

/**
 * Offers the gate where it has not seen what would be written, with its price first; while it goes on, how far it is and a way to stop it.
 */
export function gateAgain(ctx: Context, proposal: Proposal): Child {
  const going = ctx.state.gates.find((gate) => gate.proposal === proposal.id);
  if (going) return progress(ctx, going);
  const edits = accepted(ctx, proposal);
  if (edits.length === 0 && proposal.hunks.length > 0) return null;
  const asked = ctx.ui.gating.includes(proposal.id);
  const part = edits.length < proposal.hunks.length;
  const seen = proposal.gate.state !== 'not-gated' && String(examined(ctx, proposal)) === String(edits);
  return h(
    'div',
    { key: 'regate', class: 'regate' },
    !seen &&
      h(
        'span',
        { class: 'muted small' },
        part
          ? t('Not gated: no replay has seen these edits without the others.')
          : t('No replay has shown yet that this helps.'),
      ),
    button(seen ? t('Run the gate again') : t('Run the gate'), {
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
  const { replays, tokens: count } = ctx.state.gateFacts[id] ?? { replays: 0, tokens: null };
  if (count === null) return t('it uses the model; how much is not known');
  return replays === 1
    ? t('1 replay, about {0} tokens', tokens(count))
    : t('{0} replays, about {1} tokens', replays, tokens(count));
}
