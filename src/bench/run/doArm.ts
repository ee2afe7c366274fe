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

/**
 * Does one arm of a benchmark with its own connection to the model.
 * @throws {HumanError} when the model or the disk fails
 * @throws {CancelledError} when the signal fires
 */
export async function doArm(work: ArmWork, sink: Sink, signal: AbortSignal): Promise<void> {
  const { settings, model: endpoint } = work;
  const { config } = settings;
  const pure = endpoint === 'practice';
  const server = pure ? await serve({ chunkDelayMs: 0, character: { ...noisy, ...config.model } }) : undefined;
  try {
    const model = await connectModel(
      endpoint === 'practice'
        ? { baseUrl: server?.baseUrl ?? '', model: simulated, simulated: true, label: 'practice model' }
        : endpoint,
    );
    await runArm(
      {
        ...{ model, pure, sink },
        condition: conditionWith(work.condition, config),
        world: await worldOf(settings, work.seed, work.templates, signal),
        rounds: settings.rounds,
        root: work.root,
        done: work.done,
        roundsDone: new Set(work.roundsDone),
        logger: {
          info: () => undefined,
          warn: () => undefined,
          error: (message, error) => console.error(message, error),
        },
      },
      signal,
    );
  } finally {
    await server?.close();
  }
}
