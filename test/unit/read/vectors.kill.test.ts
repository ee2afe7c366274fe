import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { times } from '../../support/soak.js';
import { killAfter, pack, seeded, startPacked } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { difference, openCache, unitOf } from './vectorSample.js';

describe('cache of vectors of killed windows', function () {
  this.timeout(times(180_000, 0));
  const at = useTempFolder();

  it('B06, B46: has every stored vector, of two windows at once, and no wrong one', async () => {
    const program = await pack('vectorWriter', at());
    const random = seeded(46);
    const dims = 512;
    const rounds = times(25, 500);
    for (let round = 0; round < rounds; round++) {
      const dir = at(`index-${round}`);
      const outputs = await Promise.all(
        ['a', 'b'].map((name) =>
          killAfter(startPacked(program, dir, name, String(dims)), Math.floor(random() * 8), random() * 20),
        ),
      );
      const cache = openCache(dir);
      await cache.load();
      for (const key of cache.keys())
        assert.ok(difference(cache.get(key)!, unitOf(key, dims)) < 1e-6, `${key} in round ${round}`);
      for (const [window, output] of outputs.entries())
        for (const line of output.split('\n').slice(0, -1))
          for (let index = 0; index < 20; index++) {
            const key = `task:${'ab'[window] ?? ''}-${line}-${index}`;
            assert.ok(cache.has(key), `${key} is lost in round ${round}`);
          }
      // And the next window goes on where they stood.
      cache.add([['task:next', unitOf('task:next', dims)]]);
      await cache.save();
      await rm(dir, { recursive: true });
    }
  });
});
