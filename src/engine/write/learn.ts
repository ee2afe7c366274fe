import type { RunEventBody } from '../events.js';
import type { ChatModel } from '../ports.js';
import { isForeign, type Skill } from '../skills/skill.js';
import { type Text, text } from '../text.js';
import { attribute } from './attribute.js';
import { sureEnough, type Attribution } from './attribution.js';
import type { Episode } from './episode.js';
import type { Gate } from './gate/gate.js';
import type { Proposals } from './proposals.js';
import { create } from './operations/create.js';
import { attempts, type Draft } from './operations/operation.js';
import { rewrite } from './operations/rewrite.js';
import { defaultLearning } from './settings.js';

/** Past successes a rewrite must preserve, shown to the writer (learning.md 2, step 4). */
export const keepShown = 4;

export interface LearnInput {
  readonly run: string;
  readonly episode: Episode;
  readonly used: { readonly skill: Skill; readonly version: number } | undefined;
  /** All usable skills, and the names that are taken besides (broken folders). */
  readonly library: readonly Skill[];
  readonly taken: ReadonlySet<string>;
  /** Skills the person keeps from being rewritten. */
  readonly locked: ReadonlySet<string>;
  readonly keep: readonly Episode[];
  readonly versionOf: (skill: string) => number;
  readonly model: ChatModel;
  readonly gate: Gate;
  readonly proposals: Proposals;
  readonly emit: (event: RunEventBody) => void;
}

/** From a failed run to a proposal: attribute, write, gate. Says why when it proposes nothing. */
export async function learnFromFailure(input: LearnInput, signal: AbortSignal): Promise<void> {
  const { model, emit } = input;
  emit({ type: 'attribution.started' });
  const started = performance.now();
  const attribution = await attribute(model, input.episode, input.used, input.library, signal);
  emit({ type: 'attribution', attribution, ms: performance.now() - started });

  const plan = planFor(attribution, input.library, input.locked);
  if ('nothing' in plan) {
    emit({ type: 'write.nothing', reason: plan.nothing });
    return;
  }
  emit({ type: 'write.started', operation: plan.skill ? 'rewrite' : 'create', skill: plan.skill?.name ?? null });
  const writing = performance.now();
  const draft = await write(input, plan.skill, attribution, signal);
  if (!draft) {
    const reason = plan.skill
      ? text('The model found nothing to change in the skill.')
      : text('The model found no rule that a new skill could state.');
    emit({ type: 'write.nothing', reason });
    return;
  }
  const report = await input.gate.examine(draft, plan.skill, [input.episode], signal);
  if (report.state === 'failed') {
    emit({ type: 'write.nothing', reason: text('The change did not pass the gate.') });
    return;
  }
  const proposal = await input.proposals.create({
    operation: plan.skill ? 'rewrite' : 'create',
    skill: draft.skill,
    baseHash: plan.skill?.hash ?? null,
    baseVersion: plan.skill ? input.versionOf(plan.skill.name) : null,
    before: plan.skill?.text ?? '',
    after: draft.after,
    summary: draft.summary,
    runs: [input.run],
    attribution,
    model: { label: model.info.label, simulated: model.info.simulated },
    gate: report,
  });
  emit({ type: 'proposal', proposal, ms: performance.now() - writing });
}

/** Which skill to rewrite, `undefined` for a new one, or why nothing is written. */
function planFor(
  attribution: Attribution,
  library: readonly Skill[],
  locked: ReadonlySet<string>,
): { readonly skill: Skill | undefined } | { readonly nothing: Text } {
  if (attribution.confidence < sureEnough)
    return {
      nothing: text(
        'The model is not sure enough of the cause ({0} %) to change a skill.',
        Math.round(attribution.confidence * 100),
      ),
    };
  const skill = library.find((one) => one.name === attribution.skill);
  switch (attribution.cause) {
    case 'skill_defect':
      return skill ? planForDefect(skill, locked) : { skill: undefined };
    case 'missing_skill':
      return { skill: undefined };
    case 'wrong_skill':
      return {
        nothing: skill
          ? text('“{0}” would fit better: run the task again with it.', skill.name)
          : text('Another skill would fit better, but the model named none of the library.'),
      };
    case 'execution_lapse':
      return { nothing: text('The skill was right and was not followed; there is nothing to change.') };
    case 'environment':
      return { nothing: text('A tool or the machine failed, not a skill; there is nothing to change.') };
    case 'bad_task':
      return { nothing: text('The task cannot be solved as it is put; there is nothing to change.') };
  }
}

/** A skill that is to blame is changed only where that is ours to do. */
function planForDefect(
  skill: Skill,
  locked: ReadonlySet<string>,
): { readonly skill: Skill | undefined } | { readonly nothing: Text } {
  if (locked.has(skill.name)) return { nothing: text('“{0}” is locked: Memento leaves it as it is.', skill.name) };
  if (isForeign(skill.source))
    return {
      nothing: text(
        '“{0}” lies in {1} and is read-only. Adopt it, and Memento can improve it.',
        skill.name,
        skill.source,
      ),
    };
  // Elementary skills are ours and serve every task: a lesson from one task becomes a skill of its own.
  return { skill: skill.source === 'own' ? skill : undefined };
}

async function write(
  input: LearnInput,
  skill: Skill | undefined,
  attribution: Attribution,
  signal: AbortSignal,
): Promise<Draft | undefined> {
  const [attempt] = attempts(1, 1);
  if (!attempt) return undefined;
  const { model, library, taken, keep } = input;
  const evidence = {
    failures: [input.episode],
    keep,
    rejected: await input.proposals.rejectedEdits(skill?.name ?? null),
    diagnosis: attribution.reason,
    settings: defaultLearning,
  };
  if (!skill) return await create(model, { ...evidence, library, taken }, attempt, signal);
  return await rewrite(model, { ...evidence, skill, version: input.versionOf(skill.name) }, attempt, signal);
}
