import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { JobItem, JobName, JobTable } from './jobs.js';
import { itemsUnderWay, type FromWorker, type ToWorker } from './messages.js';
import { jobTable } from './table.js';

// The entry of a worker thread: does one job at a time until the thread that started it ends it.
const port = parentPort;
if (!port) throw new Error('the worker runs in a worker thread');

let underWay = 0;
port.on('message', (message: ToWorker) => {
  if (message.type === 'taken') underWay--;
  else void carryOut(message.name, message.input);
});

const send = (message: FromWorker): void => port.postMessage(message, 'item' in message ? buffersOf(message.item) : []);

/** Large arrays change their owner instead of being copied. A part of a larger buffer (Node's pool) has to be copied. */
const buffersOf = (item: JobItem<JobName>): ArrayBuffer[] =>
  Object.values(item).flatMap((value: unknown) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : [],
  );

async function carryOut<N extends JobName>(name: N, input: JobTable[N]['input']): Promise<void> {
  try {
    for await (const item of jobTable[name](input)) {
      if (item === undefined) continue;
      send({ type: 'item', item });
      underWay++;
      while (underWay >= itemsUnderWay && port) await once(port, 'message');
    }
    send({ type: 'done' });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    send({ type: 'failed', message, stack });
  }
}
