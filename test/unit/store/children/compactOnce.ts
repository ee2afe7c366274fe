// Puts run logs together and is killed before one of its calls. Prints the number of calls when it is not.
import { faulted } from '../../../support/faultyFs.js';
import { putTogether } from '../compactFaults.js';

const [dir = '', call = '0'] = process.argv.slice(2);
const { calls, error } = await faulted(dir, { call: Number(call), kind: 'kill' }, () => putTogether(dir));
if (error !== undefined) throw error instanceof Error ? error : new Error('failed', { cause: error });
process.stdout.write(String(calls.length));
