// Adds a generation and is killed before one of its calls. Prints the number of calls when it is not.
import { faulted } from '../../../support/faultyFs.js';
import { draft, openGenerations, smallModel } from '../generationsSample.js';

const [root = '', call = '0'] = process.argv.slice(2);
const { calls, error } = await faulted(root, { call: Number(call), kind: 'kill' }, () =>
  openGenerations(root).add(draft({ at: 3000 }), smallModel(3), 2),
);
if (error !== undefined) throw error as Error;
process.stdout.write(String(calls.length));
