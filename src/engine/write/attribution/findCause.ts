import { throwIfCancelled } from '../../errors.js';
import type { Attribution } from '../attribution.js';
import { withoutSecrets } from '../episode.js';
import { lapse } from './again.js';
import { askCause } from './askCause.js';
import { fromEnvironment } from './environment.js';
import type { CauseInput } from './input.js';
import { harmful } from './masked.js';
import { tryNamed } from './named.js';
import { nothingFits } from './noSkill.js';
import { rerun } from './rerun.js';

/**
 * Finds out why a run failed: cheap tests first, the model last (learning.md 2, step 1). Says so with `attribution.started`, one `attribution.tested` for
 * each re-run, and `attribution`.
 * @throws {HumanError} when the endpoint fails or the model gives no readable reply
 * @throws {CancelledError} when the signal fires
 */
export async function findCause(failure: CauseInput, signal: AbortSignal): Promise<Attribution> {
  throwIfCancelled(signal);
  const input = { ...failure, episode: withoutSecrets(failure.episode) };
  input.emit({ type: 'attribution.started' });
  const started = performance.now();
  const attribution =
    fromEnvironment(input) ??
    (await fromReruns(input, signal)) ??
    nothingFits(input) ??
    (await tryNamed(await askCause(input, signal), input, signal));
  input.emit({ type: 'attribution', attribution, ms: performance.now() - started });
  return attribution;
}

/** What fails again is no lapse; what then passes without its skill was misled by it. */
async function fromReruns(input: CauseInput, signal: AbortSignal): Promise<Attribution | undefined> {
  const { replayer, settings } = input;
  if (!settings.counterfactuals || !replayer) return undefined;
  const used = input.used?.skill.name ?? null;
  return await replayer.batch(async () => {
    const again = await rerun(input, replayer, 'again', used, signal);
    if (again === 'passed') return lapse(input);
    // Where one re-run was not possible the other is not either.
    if (again === 'unreplayable' || used === null) return undefined;
    return (await rerun(input, replayer, 'masked', null, signal)) === 'passed' ? harmful(input) : undefined;
  });
}
