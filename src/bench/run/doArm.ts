import type { Logger } from '../../engine/ports.js';
import { connectModel } from '../../models/connect.js';
import { noisy } from '../../practice/model/character.js';
import { serve } from '../../practice/server.js';
import { worldOf } from '../worlds/worldOf.js';
import type { ArmWork } from './armWork.js';
import type { Sink } from './records.js';
import { runArm } from './runArm.js';
import { conditionWith } from './settings.js';

/** Name under which the practice model with the slips of a real one is served; its rates are pinned in `noisy`. */
const simulated = 'practice-noisy';

/** What goes wrong ends the arm and is told as its failure; there is nobody to read a log. */
const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Does one arm of a benchmark with its own connection to the model.
 * @throws {HumanError} when the model or the disk fails
 * @throws {CancelledError} when the signal fires
 */
export async function doArm(work: ArmWork, sink: Sink, signal: AbortSignal): Promise<void> {
  const { settings, model: endpoint } = work;
  const { config } = settings;
  const pure = endpoint === 'practice';
  const character = { ...noisy, ...config.model };
  const server = pure ? await serve({ chunkDelayMs: 0, character }) : undefined;
  const auditor =
    pure && config.audit ? await serve({ chunkDelayMs: 0, character: { ...character, slip: 0 } }) : undefined;
  try {
    const practice = (baseUrl: string) => ({ baseUrl, model: simulated, simulated: true, label: 'practice model' });
    const model = await connectModel(endpoint === 'practice' ? practice(server?.baseUrl ?? '') : endpoint);
    await runArm(
      {
        ...{ model, pure, sink },
        ...(auditor ? { steady: await connectModel(practice(auditor.baseUrl)) } : {}),
        condition: conditionWith(work.condition, config),
        world: await worldOf(settings, work.seed, work.templates, signal),
        rounds: settings.rounds,
        root: work.root,
        ...(pure ? { commands: work.commands } : {}),
        done: work.done,
        written: work.written,
        roundsDone: new Set(work.roundsDone),
        logger: quiet,
      },
      signal,
    );
  } finally {
    await server?.close();
    await auditor?.close();
  }
}
