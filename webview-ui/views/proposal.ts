import type { Proposal } from '../../src/protocol.js';
import { code, link, simulated, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { changedLines } from '../hunks.js';
import { icon } from '../icons.js';
import { typing } from '../keyboard.js';
import { t } from '../l10n.js';
import { replaysOf } from '../learningView.js';
import type { RunView } from '../runView.js';
import { waits } from '../state.js';
import { actions, afterwards, apply } from './decide.js';
import { edit, editId, editOf, setMark } from './edits.js';
import { evidence } from './evidence.js';
import { gate } from './gate.js';
import { cost, growth } from './gateWords.js';
import { provenanceNote } from './origin.js';
import { facts, prose } from './prose.js';
import { editCount, isWhole, stateTag, titleOf } from './proposalWords.js';
import { reasonWords } from './reject.js';
import { runLink } from './runLink.js';

/**
 * A proposal with everything that speaks for and against it, and its edits; while it waits each edit can be marked and all accepted ones
 * applied at once.
 * @param run the run it stands in; without one it stands in the inbox, under its own title
 */
export function proposalCard(ctx: Context, proposal: Proposal, run?: RunView): View {
  const open = waits(proposal);
  const { added, removed } = changedLines(proposal.hunks);
  const shown = run ?? ctx.state.run;
  const replays = shown ? replaysOf(shown.learning, proposal.gate) : [];
  return h(
    'div',
    {
      key: `proposal:${proposal.id}`,
      class: 'card',
      attr: {
        role: 'group',
        tabindex: 0,
        'aria-label': titleOf(proposal),
        'aria-keyshortcuts': open ? '[ ] A R Control+Enter' : '[ ]',
      },
      on: { keydown: (event) => onKey(ctx, proposal, event) },
    },
    h(
      'div',
      { class: 'phead' },
      run && [h('span', { class: 'b' }, titleOf(proposal)), stateTag(proposal)],
      h(
        'span',
        { class: 'muted small' },
        facts(
          editCount(proposal),
          `+${added} −${removed}`,
          proposal.gate.state !== 'not-gated' && growth(proposal.gate),
        ),
      ),
      labels(ctx, proposal),
    ),
    provenanceNote(ctx, proposal),
    h('div', { class: 'pblock' }, prose(proposal.summary), outcome(proposal)),
    gate(ctx, proposal, replays),
    !run && evidence(ctx, proposal),
    permissions(proposal),
    also(ctx, proposal),
    proposal.hunks.map((_, index) => edit(ctx, proposal, index)),
    origin(ctx, proposal, run),
    open ? actions(ctx, proposal, 'card') : afterwards(ctx, proposal),
  );
}

/** What the reader should know before anything else. */
function labels(ctx: Context, proposal: Proposal): Child {
  const judged = ctx.state.runs.some(({ id, decidedBy }) => decidedBy === 'judge' && proposal.runs.includes(id));
  return [
    proposal.fromOneExample && tag(t('from one example'), 'wait'),
    proposal.learnedFrom === 'successes' && tag(t('from successes'), 'quiet'),
    judged && tag(t('LLM-judged'), 'wait'),
  ];
}

function outcome(proposal: Proposal): Child {
  const { acceptedHunks, hunks, reason, state, rejectedBy } = proposal;
  if (state === 'applied' && acceptedHunks && acceptedHunks.length < hunks.length)
    return h('p', { key: 'outcome' }, t('{0} of {1} edits were written.', acceptedHunks.length, hunks.length));
  if (state === 'rejected') return h('p', { key: 'outcome' }, rejection(rejectedBy, reason));
  if (state === 'stale' && reason) return h('p', { key: 'outcome' }, t('Stale: {0}', reason));
  return null;
}

/** Who turned a proposal down, and why. */
export function rejection(by: Proposal['rejectedBy'], reason: string | undefined): string {
  const why = reason ? reasonWords(reason) : undefined;
  if (by === 'gate') return why ? t('By the gate: {0}', why) : t('By the gate');
  if (by === 'rollback') return why ? t('Rolled back: {0}', why) : t('Rolled back');
  return why ? t('By you: “{0}”', why) : t('By you, without a reason');
}

function permissions({ permissions: added }: Proposal): Child {
  if (!added?.length) return null;
  return h(
    'div',
    { key: 'permissions', class: 'pblock' },
    h(
      'p',
      { class: 'gated' },
      icon('shield', 'wait'),
      h(
        'span',
        {},
        t('Lets the skill use more tools:'),
        ' ',
        added.map((entry) => [code(entry), ' ']),
      ),
    ),
  );
}

/** Further skills that change with it, each a click away. */
function also(ctx: Context, proposal: Proposal): Child {
  if (!isWhole(proposal)) return null;
  const rows = (proposal.also ?? []).map(({ skill, after }) =>
    h(
      'li',
      { key: skill },
      icon(after === null ? 'archive' : 'edit', 'muted'),
      h(
        'span',
        {},
        after === null ? t('{0} is archived; its history is kept', skill) : t('{0} changes with it', skill),
      ),
      link(t('Open diff'), () => ctx.post({ type: 'openDiff', proposal: proposal.id, also: skill }), {
        label: t('Open the diff of {0}', skill),
      }),
    ),
  );
  return h(
    'div',
    { key: 'also', class: 'pblock' },
    proposal.operation === 'archive' &&
      h('p', {}, t('The skill is archived. Its history is kept and can be restored.')),
    rows.length > 0 && h('ul', { class: 'replays', attr: { 'aria-label': t('Skills that change with it') } }, rows),
    waits(proposal) && rows.length > 0 && h('p', { class: 'cap' }, t('All of this is accepted or rejected together.')),
  );
}

function origin(ctx: Context, proposal: Proposal, run: RunView | undefined): View {
  const { runs, baseHash, baseVersion, model, spent, gate: report } = proposal;
  return h(
    'div',
    { class: 'pblock prov' },
    runs.length > 0 &&
      h(
        'span',
        {},
        runs.length === 1 ? t('from run') : t('from runs'),
        runs.map((id) => [' ', runLink(ctx, id, id === run?.id ? run.number : undefined)]),
      ),
    baseHash !== null &&
      h(
        'span',
        {},
        baseVersion === null ? t('bound to') : t('bound to v{0}', baseVersion),
        ' ',
        h('span', { class: 'mono' }, baseHash.slice(0, 6)),
      ),
    h('span', {}, model.label, ' ', model.simulated && simulated()),
    spent && spent.calls > 0 && h('span', {}, t('writing: {0}', cost(spent))),
    report.spent.calls > 0 && h('span', {}, t('gate: {0}', cost(report.spent))),
    !proposal.provenance?.length && h('span', {}, t('no text from outside')),
  );
}

function onKey(ctx: Context, proposal: Proposal, event: KeyboardEvent): void {
  if (typing(event) || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' && event.ctrlKey) apply(ctx, proposal);
  else if (event.ctrlKey) return;
  else if (event.key === ']' || event.key === '[') {
    const here = editOf(event) ?? (event.key === ']' ? -1 : proposal.hunks.length);
    const next = Math.min(proposal.hunks.length - 1, Math.max(0, here + (event.key === ']' ? 1 : -1)));
    ctx.focus(editId(proposal, next));
  } else if (/^[ar]$/i.test(event.key) && waits(proposal) && !isWhole(proposal)) {
    const here = editOf(event);
    if (here === undefined) return;
    setMark(ctx, proposal, here, event.key.toLowerCase() === 'a' ? 'accept' : 'reject');
  } else return;
  event.preventDefault();
}
