import { HumanError } from '../errors.js';
import { sha256 } from '../store/hash.js';
import { text } from '../text.js';
import type { Proposal, Provenance } from './proposal.js';

/** How a proposal is accepted. */
export interface AcceptOptions {
  /** The person has seen where the text of a quarantined proposal comes from, and accepts it all the same. */
  readonly acknowledged?: boolean;
  /** Nobody was asked (auto mode). Refused for whatever a person has to look at. */
  readonly automatic?: boolean;
}

/** Sources named in one sentence. */
const mostSources = 3;

/**
 * Whether a proposal may be accepted like this.
 * @throws {HumanError} who must look at it first, and at what
 */
export function requireAcceptable(
  proposal: Proposal,
  { acknowledged = false, automatic = false }: AcceptOptions,
): void {
  if (automatic) requireHarmless(proposal);
  if (proposal.state === 'quarantined' && (automatic || !acknowledged))
    throw new HumanError(
      text(
        'Text from outside took part in proposal {0}: {1}. Look at what it says; if you want it all the same, accept it with its source acknowledged (memento proposals accept {0} --acknowledge-source).',
        proposal.id,
        sourcesOf(proposal.provenance ?? []),
      ),
    );
}

/** Where tainted text came from, in a few words: the sources are untrusted text themselves and stand on one line. */
const sourcesOf = (provenance: readonly Provenance[]): string => {
  const all = [...new Set(provenance.map(({ from, what }) => `${what.replace(/\s+/g, ' ')} (${from})`))];
  const more = all.length > mostSources ? ', …' : '';
  return all.slice(0, mostSources).join(', ') + more;
};

/** What auto mode may accept: replays have passed exactly this text, and it asks for nothing more than before. */
function requireHarmless({ id, gate, after, operation, permissions = [] }: Proposal): void {
  if (gate.state !== 'passed')
    throw new HumanError(text('Proposal {0} has not passed a gate: only a person can accept it.', id));
  if (operation !== 'archive' && gate.examined !== sha256(after))
    throw new HumanError(text('Proposal {0} is not the text its gate has looked at: only a person can accept it.', id));
  if (permissions.length)
    throw new HumanError(
      text('Proposal {0} allows the skill more tools ({1}): only a person can accept it.', id, permissions.join(', ')),
    );
}
