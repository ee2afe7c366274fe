import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { inspect } from 'node:util';
import { HumanError } from '../../../src/engine/errors.js';
import type { VectorCache } from '../../../src/engine/read/vectors.js';
import { applies, faulted, type FaultKind } from '../../support/faultyFs.js';
import { useTempFolder } from '../store/temp.js';
import { difference, openCache, unitOf, vectorOf } from './vectorSample.js';

const before = ['skill:a', 'skill:b'];

describe('cache of vectors under faults', () => {
  const at = useTempFolder();

  const add = async (cache: VectorCache, ...keys: string[]): Promise<void> => {
    await cache.load();
    cache.add(keys.map((key) => [key, vectorOf(key)] as const));
    await cache.save();
  };

  const check = async (dir: string, what: string): Promise<void> => {
    const cache = openCache(dir);
    await cache.load();
    const keys = cache.keys();
    assert.ok(keys.length === 0 || before.every((key) => keys.includes(key)), `${what}: ${keys.join()}`);
    for (const key of keys) assert.ok(difference(cache.get(key)!, unitOf(key)) < 1e-6, `${what}: ${key}`);
  };

  const kinds: readonly FaultKind[] = ['ENOSPC', 'EIO', 'EACCES', 'late', 'short', 'full'];
  for (const kind of kinds)
    it(`B09 to B12: ${kind} at any call leaves the old vectors or the new ones, and a clear error`, async () => {
      await add(openCache(at('start')), ...before);
      const copy = async (name: string): Promise<string> => {
        await cp(at('start'), at(name), { recursive: true });
        return at(name);
      };
      const whole = openCache(await copy('calls'));
      const { calls } = await faulted(at('calls'), undefined, () => add(whole, 'skill:c'));
      assert.ok(calls.length > 10, `${calls.length} calls`);
      let hits = 0;
      for (const [index, call] of calls.entries()) {
        if (!applies(kind, call)) continue;
        const dir = await copy(`${kind}-${index}`);
        const cache = openCache(dir);
        const { error, hit } = await faulted(dir, { call: index + 1, kind }, () => add(cache, 'skill:c'));
        if (hit !== undefined) hits++;
        const what = `${kind} at ${hit ?? String(index)}`;
        if (error !== undefined) assert.ok(error instanceof HumanError, `${what}: ${inspect(error)}`);
        await check(dir, what);
        // What failed once is made good by the next.
        await add(cache, 'skill:d');
        await check(dir, `after ${what}`);
        await rm(dir, { recursive: true });
      }
      assert.ok(hits > 0);
    });
});
