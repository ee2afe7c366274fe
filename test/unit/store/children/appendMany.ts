// Appends `count` records to a log that other processes append to as well.
import { LogWriter } from '../../../../src/engine/store/log.js';

const [file = '', by = '', count = '0'] = process.argv.slice(2);
const writer = new LogWriter(file);
for (let number = 1; number <= Number(count); number++)
  await writer.append({ by, number, filler: by.repeat(number % 7 === 0 ? 20_000 : 50) });
await writer.close();
process.stdout.write('null');
