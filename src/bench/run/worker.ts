import { parentPort, workerData } from 'node:worker_threads';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { writeReport } from '../report/writeReport.js';
import type { ArmMessage, ArmWork } from './armWork.js';
import { runBench } from './bench.js';
import type { BenchMessage, BenchWork } from './benchWork.js';
import { doArm } from './doArm.js';
import type { Failure } from './failure.js';
import type { Sink } from './records.js';

// The entry of a worker thread: does a benchmark, or one arm of one. Any message to it is a cancel.
const port = parentPort;
if (!port) throw new Error('a benchmark runs in worker threads');
const cancel = new AbortController();
port.once('message', () => cancel.abort());

const say = (message: ArmMessage | BenchMessage): Promise<void> => {
  port.postMessage(message);
  return Promise.resolve();
};

async function arm(work: ArmWork): Promise<void> {
  const sink: Sink = {
    episode: (record) => say({ type: 'episode', record }),
    write: (record) => say({ type: 'write', record }),
    round: (record) => say({ type: 'round', record }),
    skill: (_, round, name, source) => say({ type: 'skill', round, name, source }),
  };
  await doArm(work, sink, cancel.signal);
  await say({ type: 'done' });
}

async function bench({ options, dist }: BenchWork): Promise<void> {
  const { report, results } = await runBench(
    options,
    (progress) => void say({ type: 'progress', progress }),
    cancel.signal,
  );
  const page = await writeReport(options.out, report, dist);
  await say({ type: 'finished', page, results, complete: report.complete });
}

const failure = (error: unknown): Failure => ({
  type: 'failed',
  message: error instanceof Error ? (error instanceof HumanError ? error.message : (error.stack ?? '')) : String(error),
  human: error instanceof HumanError,
  cancelled: error instanceof CancelledError || cancel.signal.aborted,
});

const given = workerData as ArmWork | BenchWork;
('options' in given ? bench(given) : arm(given))
  .catch((error: unknown) => say(failure(error)))
  .finally(() => port.close());
