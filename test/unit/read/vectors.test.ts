import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generationFolder } from '../../../src/engine/read/vectorGenerations.js';
import { decodeVectors, sealBytes } from '../../../src/engine/read/vectorFormat.js';
import { type VectorCache, vectorKey } from '../../../src/engine/read/vectors.js';
import { vectorStorage } from '../../../src/engine/read/vectorStorage.js';
import { useTempFolder } from '../store/temp.js';
import { difference, encodeVectors, openCache, tinyModel as model, unitOf, vectorOf } from './vectorSample.js';

const entry = (key: string, dims = 8): readonly [string, Float32Array] => [key, vectorOf(key, dims)];

describe('cache of vectors', () => {
  const at = useTempFolder();
  const open = async (of = model): Promise<VectorCache> => {
    const cache = openCache(at('index'), of);
    await cache.load();
    return cache;
  };
  const file = (): string => path.join(generationFolder(at('index'), model), 'index.f32');
  const stored = async (...keys: string[]): Promise<VectorCache> => {
    const cache = await open();
    cache.add(keys.map((key) => entry(key)));
    await cache.save();
    return cache;
  };

  it('gives back what was stored, with length 1', async () => {
    await stored('skill:a', 'skill:b', 'task:c');
    const cache = await open();
    assert.deepEqual(cache.keys(), ['skill:a', 'skill:b', 'task:c']);
    for (const key of cache.keys()) assert.ok(difference(cache.get(key)!, unitOf(key)) < 1e-6);
    assert.equal(cache.dims, 8);
  });

  it('gives cosines in the order of the keys', async () => {
    const cache = await open();
    cache.add([
      ['skill:x', Float32Array.of(3, 0, 0, 0, 0)],
      ['skill:y', Float32Array.of(0, 2, 0, 0, 0)],
      ['skill:xy', Float32Array.of(1, 1, 0, 0, 0)],
      ['skill:last', Float32Array.of(0, 0, 0, 0, -5)],
      ['skill:zero', new Float32Array(5)],
    ]);
    const selection = cache.select(['skill:zero', 'skill:xy', 'skill:last', 'skill:x']);
    const cosines = cache.cosines(Float32Array.of(7, 0, 0, 0, 7), selection);
    const half = Math.SQRT1_2;
    assert.ok(difference(cosines, Float32Array.of(0, 0.5, -half, half)) < 1e-6, String(cosines));
    assert.deepEqual(
      [...cache.cosines(new Float32Array(5), selection)],
      [0, 0, 0, 0].map((zero) => zero),
    );
    assert.deepEqual([...cache.cosines(Float32Array.of(1), cache.select([]))], []);
  });

  it('knows a selection that does not hold', async () => {
    const cache = await stored('skill:a', 'skill:b');
    assert.equal(cache.select(['skill:a', 'skill:z']).complete, false);
    assert.throws(() => cache.cosines(vectorOf('q'), cache.select(['skill:z'])), RangeError);
    const before = cache.select(['skill:b']);
    cache.forget(['skill:a']);
    assert.throws(() => cache.cosines(vectorOf('q'), before), RangeError);
    assert.throws(() => cache.cosines(vectorOf('q', 4), cache.select(['skill:b'])), RangeError);
    const [own] = cache.cosines(vectorOf('skill:b'), cache.select(['skill:b']));
    assert.ok(Math.abs((own ?? 0) - 1) < 1e-6);
  });

  it('B47: takes no number that is not finite, neither of a vector nor of a query', async () => {
    const cache = await stored('skill:a');
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const vector = vectorOf('x');
      vector[3] = bad;
      assert.throws(() => cache.add([entry('skill:good'), ['skill:bad', vector]]), RangeError);
      assert.throws(() => cache.cosines(vector, cache.select(['skill:a'])), RangeError);
    }
    assert.deepEqual(cache.keys(), ['skill:a']);
  });

  it('B47: leaves out numbers that are not finite of a file, and mends the file', async () => {
    const bad = vectorOf('skill:bad').fill(Number.NaN, 0, 1);
    await vectorStorage.write(
      file(),
      encodeVectors(model, [
        { id: 'skill:bad', vector: bad },
        { id: 'skill:a', vector: unitOf('skill:a') },
      ]),
    );
    const cache = await open();
    assert.deepEqual(cache.keys(), ['skill:a']);
    cache.add([entry('skill:bad')]);
    await cache.save();
    assert.ok(difference((await open()).get('skill:bad')!, unitOf('skill:bad')) < 1e-6);
  });

  it('B45: begins anew when vectors of another length come, also in the file', async () => {
    const cache = await stored('skill:a', 'skill:b');
    cache.add([entry('skill:a', 4)]);
    assert.deepEqual(cache.keys(), ['skill:a']);
    await cache.save();
    const after = await open();
    assert.deepEqual([after.keys(), after.dims], [['skill:a'], 4]);
  });

  it('B45: keeps models apart, and the simulated from the real', async () => {
    await stored('skill:a');
    for (const other of [
      { id: 'other', simulated: true },
      { id: 'tiny', simulated: false },
    ])
      assert.deepEqual((await open(other)).keys(), []);
    // The file of one model in the place of another.
    const other = { id: 'other', simulated: true };
    await mkdir(generationFolder(at('index'), other), { recursive: true });
    await writeFile(path.join(generationFolder(at('index'), other), 'index.f32'), await readFile(file()));
    assert.deepEqual((await open(other)).keys(), []);
    const mended = await open(other);
    mended.add([entry('skill:z', 4)]);
    await mended.save();
    assert.deepEqual((await open(other)).keys(), ['skill:z']);
    assert.deepEqual((await open()).keys(), ['skill:a']);
  });

  const damages: readonly (readonly [what: string, damage: (bytes: Buffer) => Buffer | null])[] = [
    ['missing', () => null],
    ['empty', () => Buffer.alloc(0)],
    ['cut short', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['cut within the header', (bytes) => bytes.subarray(0, sealBytes + 20)],
    ['cut within the seal', (bytes) => bytes.subarray(0, 10)],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.alloc(4)])],
    [
      'changed in one bit',
      (bytes) => Buffer.from(bytes).fill((bytes.at(-2) ?? 0) ^ 1, bytes.length - 2, bytes.length - 1),
    ],
    ['something else', () => Buffer.from('{"version":1,"items":[]}'.repeat(20))],
  ];
  for (const [what, damage] of damages)
    it(`B46: is empty and can be filled again when the file is ${what}`, async () => {
      await stored('skill:a', 'skill:b');
      const damaged = damage(await readFile(file()));
      if (damaged === null) await rm(at('index'), { recursive: true });
      else await writeFile(file(), damaged);
      const cache = await open();
      assert.deepEqual([cache.keys(), cache.dims], [[], 0]);
      cache.add([entry('skill:b')]);
      await cache.save();
      assert.deepEqual((await open()).keys(), ['skill:b']);
    });

  it('B46: reads nothing out of a sealed file whose header lies', () => {
    const bytes = encodeVectors(model, [{ id: 'skill:a', vector: vectorOf('skill:a') }]);
    const lies = [
      ['"count":1', '"count":9'],
      ['"dims":8', '"dims":7'],
      ['"ids":["skill:a"]', '"ids":"skill:abc"'],
      ['"ids":["skill:a"]', '"ids":[ 1234567 ]'],
      ['"simulated":true', '"simulated":1234'],
      ['{"model"', '["model"'],
    ] as const;
    for (const [from, to] of lies) {
      assert.equal(from.length, to.length);
      const lied = Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
      assert.notDeepEqual(lied, bytes);
      assert.deepEqual(decodeVectors(model, lied), [], to);
    }
    const far = Buffer.from(bytes);
    far.writeUInt32LE(0xffffffff, sealBytes + 8);
    assert.deepEqual(decodeVectors(model, far), []);
  });

  it('two windows: each keeps what the other has stored', async () => {
    const [one, other] = [await open(), await open()];
    one.add([entry('skill:1'), entry('skill:both')]);
    other.add([entry('skill:2'), entry('skill:both')]);
    await Promise.all([one.save(), other.save()]);
    assert.deepEqual([...(await open()).keys()].sort(), ['skill:1', 'skill:2', 'skill:both']);
    one.add([entry('skill:3')]);
    await one.save();
    assert.ok(one.has('skill:2'));
  });

  it('forgets in the file, too, and takes back what is needed again', async () => {
    const cache = await stored('skill:a', 'skill:b', 'skill:c');
    cache.forget(['skill:a', 'skill:b', 'skill:unknown']);
    cache.add([entry('skill:b')]);
    await cache.save();
    assert.deepEqual([...(await open()).keys()].sort(), ['skill:b', 'skill:c']);
  });

  it('writes nothing when nothing has changed', async () => {
    const cache = await stored('skill:a');
    await rm(at('index'), { recursive: true });
    cache.add([entry('skill:a')]);
    await cache.save();
    await assert.rejects(readFile(file()), { code: 'ENOENT' });
  });

  it('can be deleted at any time', async () => {
    const cache = await stored('skill:a');
    await rm(at('index'), { recursive: true });
    cache.add([entry('skill:b')]);
    await cache.save();
    assert.deepEqual([...(await open()).keys()].sort(), ['skill:a', 'skill:b']);
  });

  it('keeps the three generations that were written last, and no temporary file of a writer that is gone', async () => {
    for (const [age, id] of ['m0', 'm1', 'm2', 'm3'].entries()) {
      const cache = await open({ id, simulated: false });
      cache.add([entry('skill:a')]);
      await cache.save();
      await utimes(generationFolder(at('index'), { id, simulated: false }), 1000 + age, 1000 + age);
    }
    const left = path.join(generationFolder(at('index'), model), '.index.f32.999999999.0123456789ab.tmp');
    await mkdir(path.dirname(left), { recursive: true });
    await writeFile(left, 'half');
    await stored('skill:a');
    const names = (await readdir(at('index'))).filter((name) => name !== 'lock');
    const expected = ['m2', 'm3'].map((id) => generationFolder('', { id, simulated: false }));
    assert.deepEqual(names.sort(), [...expected, generationFolder('', model)].sort());
    assert.deepEqual(await readdir(path.dirname(left)), ['index.f32']);
  });

  it('has keys that tell texts and purposes apart', () => {
    const keys = new Set([vectorKey('skill', 'a'), vectorKey('task', 'a'), vectorKey('skill', 'b')]);
    assert.equal(keys.size, 3);
  });
});
