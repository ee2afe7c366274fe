// Is started where no file may grow beyond a few kilobytes: writes more than that and prints what happened.
import { writeAtomic } from '../../../../src/engine/store/atomic.js';
import { LogWriter } from '../../../../src/engine/store/log.js';

const [file = '', log = ''] = process.argv.slice(2);
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
const atomic = await failure(writeAtomic(file, 'new '.repeat(100_000)));
const writer = new LogWriter(log);
const appended = await failure(writer.append({ filler: 'y'.repeat(400_000) }));
await failure(writer.close());
process.stdout.write(JSON.stringify({ atomic, appended }));
