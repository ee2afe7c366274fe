import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { faulted, type FaultKind } from '../../support/faultyFs.js';
import { times } from '../../support/soak.js';
import { packFile, startPacked } from '../store/children.js';
import { scratch } from '../store/childrenScratch.js';
import { type Action, check, decide, openAt, prepare } from './splitHouse.js';

describe('a decision about two skills', function () {
  this.timeout(240_000);
  let folder = '';
  let program = '';
  before(async () => {
    folder = scratch();
    program = await packFile(fileURLToPath(new URL('children/decideOnce.ts', import.meta.url)), folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const action of ['accept', 'undo'] satisfies Action[]) {
    it(`is carried out for both or for neither when a call of it fails: ${action}`, async () => {
      const ends = { decided: 0, not: 0 };
      const kinds: readonly FaultKind[] = ['EIO', 'late', 'full'];
      // Not the locks: who cannot let go of one holds it while its process lives, and here that goes on.
      for (const where of ['library', 'proposals', 'skills'])
        for (const [index, kind] of kinds.entries())
          for (let [call, last] = [1 + index, Infinity]; call <= last; call += times(9, 1)) {
            const root = path.join(folder, `${action}-${where}-${kind}-${call}`);
            const id = await prepare(root, action);
            const engine = await openAt(root);
            const place = where === 'library' ? path.join(root, 'ws') : path.join(engine.stateDir, where);
            const { calls, hit, error } = await faulted(place, { call, kind }, () => decide(engine, action, id));
            // A disk that was full has room again, and the person tries once more: it is done now, or was done before.
            const again = error !== undefined && kind === 'full';
            if (again)
              await decide(engine, action, id).catch((error: unknown) =>
                assert.match(String(error), action === 'accept' ? /was accepted before/ : /was not accepted/),
              );
            await engine.dispose();
            if (hit === undefined) last = Math.min(last, calls.length);
            const accepted = await check(root, id);
            if (again) assert.equal(accepted, action === 'accept');
            ends[accepted === (action === 'accept') ? 'decided' : 'not']++;
            rmSync(root, { recursive: true });
          }
      assert.ok(ends.decided > 2 && ends.not > 2, JSON.stringify(ends));
    });

    it(`is carried out for both or for neither where its process is killed: ${action}`, async () => {
      const ends = { decided: 0, not: 0 };
      for (let [call, last] = [times(29, 1), Infinity]; call <= last; call += times(37, 1)) {
        const root = path.join(folder, `${action}-kill-${call}`);
        const id = await prepare(root, action);
        const child = startPacked(program, root, action, id, String(call));
        const said = Promise.all([readText(child.stdout), readText(child.stderr)]);
        const [, signal] = (await once(child, 'close')) as [number | null, string | null];
        const [output, errors] = await said;
        assert.equal(errors, '');
        if (signal === null) last = Number(output);
        const accepted = await check(root, id);
        ends[accepted === (action === 'accept') ? 'decided' : 'not']++;
        rmSync(root, { recursive: true });
      }
      assert.ok(ends.decided > 0 && ends.not > 0, JSON.stringify(ends));
    });
  }
});
