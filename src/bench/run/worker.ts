import { parentPort, workerData } from 'node:worker_threads';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { ArmMessage, ArmWork } from './armWork.js';
import { doArm } from './doArm.js';
import type { Sink } from './records.js';

// The entry of a worker thread: does one arm of a benchmark. Any message to it is a cancel.
const port = parentPort;
if (!port) throw new Error('an arm of a benchmark runs in a worker thread');
const cancel = new AbortController();
port.once('message', () => cancel.abort());
const say = (message: ArmMessage): Promise<void> => {
  port.postMessage(message);
  return Promise.resolve();
};
const sink: Sink = {
  episode: (record) => say({ type: 'episode', record }),
  write: (record) => say({ type: 'write', record }),
  round: (record) => say({ type: 'round', record }),
  skill: (_, round, name, source) => say({ type: 'skill', round, name, source }),
};
doArm(workerData as ArmWork, sink, cancel.signal)
  .then(
    () => say({ type: 'done' }),
    (error: unknown) =>
      say({
        type: 'failed',
        message: error instanceof Error ? (error instanceof HumanError ? error.message : (error.stack ?? '')) : '',
        human: error instanceof HumanError,
        cancelled: error instanceof CancelledError || cancel.signal.aborted,
      }),
  )
  .finally(() => port.close());
