import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { HumanError } from '../../../src/engine/errors.js';
import { applies, faulted, faultKinds } from '../../support/faultyFs.js';
import { times } from '../../support/soak.js';
import { packFile, startPacked } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { draft, openGenerations, prepareGenerations, smallModel } from './generationsSample.js';

/** A process of this id that began at another time: it is gone. */
const gone = `${process.pid}-1-abcdef`;

const operations = {
  add: (root: string) => openGenerations(root, [], gone).add(draft({ at: 3000 }), smallModel(3), 2),
  use: (root: string) => openGenerations(root, [], gone).use(1),
};

/** Whatever was cut off (a champion that cannot be read for a moment has the new one refused): what is in use is the old or the new, whole, and the next training works. */
async function check(
  root: string,
  operation: keyof typeof operations,
  acknowledged: boolean,
  what: string,
): Promise<void> {
  const after = operation === 'add' ? 3 : 1;
  const problems: string[] = [];
  const generations = openGenerations(root, problems);
  const now = (await generations.current())?.number;
  assert.ok(now === after || (!acknowledged && now === 2), `${what}: ${now} is in use`);
  assert.deepEqual(problems, [], what);
  for (const { usable, number } of await generations.list()) assert.ok(usable, `${what}: ${number}`);
  const next = await generations.add(draft(), smallModel(4), now);
  assert.equal(next.state, 'in-use', what);
  assert.equal((await openGenerations(root).current())?.number, next.number, what);
  const left = readdirSync(path.join(root, 'router')).filter((name) => name.endsWith('.tmp'));
  assert.ok(left.length <= 1, `${what}: ${left.join()}`);
}

describe('generations of the router under faults', function () {
  this.timeout(times(240_000, 0));
  const at = useTempFolder();
  beforeEach(() => prepareGenerations(at('prepared')));

  for (const operation of ['add', 'use'] as const)
    it(`${operation}: whatever call fails or is the last one, the old one or the new one is in use`, async () => {
      const inCopy = async (kind: (typeof faultKinds)[number], call: number) => {
        const root = at(`${kind}-${call}`);
        cpSync(at('prepared'), root, { recursive: true });
        const outcome = await faulted(root, { call, kind }, () => operations[operation](root));
        const what = `${kind} at ${outcome.hit ?? 'none'}`;
        assert.ok(outcome.error === undefined || outcome.error instanceof HumanError, what);
        await check(root, operation, outcome.result?.state === 'in-use', what);
        rmSync(root, { recursive: true });
        return outcome.calls;
      };
      const calls = await inCopy('EIO', Infinity);
      assert.ok(calls.length > 20, `${calls.length} calls`);
      for (const kind of faultKinds)
        for (const [index, call] of calls.entries()) if (applies(kind, call)) await inCopy(kind, index + 1);
    });

  it('add: a process killed at any call leaves the old one or the new one', async () => {
    const program = await packFile(path.resolve('test/unit/read/children/addGeneration.ts'), at());
    let kills = 0;
    for (let call = 1, total = Infinity; call <= total; call += times(3, 1)) {
      const root = at(`kill-${call}`);
      cpSync(at('prepared'), root, { recursive: true });
      const child = startPacked(program, root, String(call));
      const said = [readText(child.stdout), readText(child.stderr)];
      await once(child, 'close');
      const [output = '', errors] = await Promise.all(said);
      assert.equal(errors, '');
      if (output) total = Number(output);
      else kills++;
      await check(root, 'add', output !== '', `kill at ${call}`);
      rmSync(root, { recursive: true });
    }
    assert.ok(kills > 5, `${kills} kills`);
  });
});
