// Appends records for ever and prints the number of each one that was acknowledged.
import { LogWriter } from '../../../../src/engine/store/log.js';

const [file = '', size = '0'] = process.argv.slice(2);
const writer = new LogWriter(file);
for (let number = 1; ; number++) {
  await writer.append({ number, filler: 'x'.repeat(Number(size)) });
  process.stdout.write(`${number}\n`);
}
