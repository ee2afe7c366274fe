// Makes one change and is killed before one of its calls. Prints the number of calls when it is not.
import { faulted } from '../../../support/faultyFs.js';
import { operate, type OperationName } from '../../skills/historyFaults.js';

const [root = '', operation = '', call = '0'] = process.argv.slice(2);
const { calls, error } = await faulted(root, { call: Number(call), kind: 'kill' }, () =>
  operate(root, operation as OperationName),
);
if (error !== undefined) throw error as Error;
process.stdout.write(String(calls.length));
