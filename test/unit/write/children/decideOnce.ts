// Accepts a proposal, or takes it back, and is killed before one of its calls. Prints the number of calls when it is not.
import { faulted } from '../../../support/faultyFs.js';
import { type Action, decide, openAt } from '../splitHouse.js';

const [root = '', action = '', id = '', call = '0'] = process.argv.slice(2);
const engine = await openAt(root);
const { calls, error } = await faulted(root, { call: Number(call), kind: 'kill' }, () =>
  decide(engine, action as Action, id),
);
if (error !== undefined) throw error as Error;
process.stdout.write(String(calls.length));
await engine.dispose();
