import type { SkillDraft } from '../act/tools/tool.js';
import { HumanError } from '../errors.js';
import type { ModelInfo } from '../ports.js';
import { renderSkill } from '../skills/edit.js';
import { text } from '../text.js';
import type { Proposal, Provenance } from './proposal.js';
import { notGated } from './gate/report.js';
import { lint } from './lint.js';
import type { Proposals } from './proposals.js';

/**
 * Turns the agent's own suggestion (`propose_skill`) into a proposal for the person.
 * @throws {HumanError} when it is not a valid skill; the message tells the agent what to correct
 */
export async function suggestSkill(
  proposals: Proposals,
  input: {
    readonly draft: SkillDraft;
    readonly run: string;
    readonly model: ModelInfo;
    readonly taken: ReadonlySet<string>;
    /** What has tainted the run so far: the proposal is quarantined when there is anything. */
    readonly provenance: readonly Provenance[];
  },
): Promise<Proposal> {
  const { draft, model, provenance } = input;
  const after = render(draft);
  if (input.taken.has(draft.name.toLowerCase()))
    throw new HumanError(text('The name {0} is taken; choose another.', draft.name));
  return await proposals.create({
    operation: 'create',
    skill: draft.name,
    baseHash: null,
    baseVersion: null,
    before: '',
    after,
    summary: draft.why,
    runs: [input.run],
    attribution: null,
    model: { label: model.label, simulated: model.simulated },
    gate: notGated(text('The agent suggested it during the run.')),
    ...(provenance.length ? { provenance } : {}),
  });
}

/** @throws {HumanError} when a rule of the format or of writing is broken */
function render({ name, description, body }: SkillDraft): string {
  try {
    const source = renderSkill({ name, description, body });
    lint({ before: null, after: source, name, episodes: [] });
    return source;
  } catch (error) {
    throw new HumanError(text('This is not a valid skill: {0}', (error as Error).message), undefined, { cause: error });
  }
}
