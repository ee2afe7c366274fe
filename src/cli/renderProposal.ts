import { gateSentence } from '../engine/write/gate/sentence.js';
import { hunksOf } from '../engine/write/hunks.js';
import type { AlsoChange, Hunk, Operation, Proposal, Provenance } from '../engine/write/proposal.js';
import type { Spent } from '../engine/write/spent.js';
import { say, t } from './l10n.js';
import { indent, operationOf, originOf, stateOf } from './words.js';

/** A proposal as a person decides about it at a terminal: what changes, what replays have shown, where it comes from, what it cost. */
export function renderProposal(proposal: Proposal): string {
  const { permissions = [], provenance = [], also = [], reason } = proposal;
  return [
    `${t('Proposal')} ${proposal.id}: ${operationOf(proposal.operation, proposal.skill)} [${marksOf(proposal).join(', ')}]`,
    indent(proposal.summary),
    ...(proposal.overruled ? [`  ! ${t('What it was made from is judged otherwise by now.')}`] : []),
    ...(reason ? [`  ${t('Reason')}: ${reason}`] : []),
    `  ${t('Gate')}: ${say(gateSentence(proposal.gate))}`,
    ...provenance.map((one) => `  ! ${sourceOf(one)}`),
    ...(permissions.length ? [`  ! ${t('The skill asks for more tools: {0}', permissions.join(', '))}`] : []),
    ...proposal.hunks.map((hunk, index) => `  ${t('Edit {0}', index + 1)}\n${linesOf(hunk)}`),
    ...also.map((one) => renderAlso(proposal.operation, one)),
    `  ${t('Cost')}: ${costOf(proposal)}`,
  ].join('\n');
}

function marksOf({ state, gate, model, fromOneExample, learnedFrom, automatic }: Proposal): string[] {
  return [
    stateOf(state),
    { passed: t('gate passed'), failed: t('gate failed'), 'not-gated': t('not gated') }[gate.state],
    ...(fromOneExample ? [t('from one example')] : []),
    ...(learnedFrom ? [t('from successes')] : []),
    ...(automatic ? [t('accepted automatically')] : []),
    ...(model.simulated ? [t('simulated')] : []),
  ];
}

const sourceOf = ({ from, what, run, step }: Provenance): string =>
  `${t('Text from outside took part')}: ${what} (${originOf(from)}; ${run}, ${t('Step {0}', step)})`;

function renderAlso(operation: Operation, { skill, before, after }: AlsoChange): string {
  if (after === null) return `  ${t('Also')}: ${operationOf('archive', skill)}`;
  return [
    `  ${t('Also')}: ${operationOf(operation === 'split' ? 'route_fix' : 'rewrite', skill)}`,
    ...hunksOf(before, after).map(linesOf),
  ].join('\n');
}

const linesOf = ({ lines }: Hunk): string => indent(lines.map((line) => line.trimEnd()).join('\n'));

/** What it took to write it, and what its gate took. */
function costOf({ spent, gate }: Proposal): string {
  const parts = [
    ...(spent ? [`${t('attribution and writing')} ${amountOf(spent)}`] : []),
    ...(gate.spent.calls ? [`${t('gate')} ${amountOf(gate.spent)}`] : []),
  ];
  return parts.join('; ') || t('not known');
}

const amountOf = ({ calls, tokens, ms }: Spent): string =>
  tokens === null
    ? t('{0} requests, unknown tokens, {1} s', calls, (ms / 1000).toFixed(1))
    : t('{0} requests, {1} tokens, {2} s', calls, tokens, (ms / 1000).toFixed(1));
