import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LocalIndex } from 'vectra';
import { unit, VectorMatrix } from '../../src/engine/read/vectorMatrix.js';
import { VectorCache } from '../../src/engine/read/vectors.js';
import { createStateLock } from '../../src/engine/store/lock.js';
import { createWindowId } from '../../src/engine/store/window.js';
import { seeded } from '../unit/store/children.js';

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const dims = 256;
const counts = [200, 1_000, 10_000];
const queries = 20;

/** Milliseconds for one query, of the best of several rounds: other work on the machine makes the others longer. */
async function best(one: (query: Float32Array) => unknown, asked: readonly Float32Array[]): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    for (const query of asked) await one(query);
    least = Math.min(least, (performance.now() - began) / asked.length);
  }
  return least;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

async function measureAt(count: number, dir: string): Promise<readonly Figure[]> {
  const random = seeded(count);
  const vector = (): Float32Array => Float32Array.from({ length: dims }, () => random() * 2 - 1);
  const vectors = Array.from({ length: count }, vector);
  const asked = Array.from({ length: queries }, vector);

  const index = new LocalIndex(path.join(dir, 'vectra'));
  await index.createIndex();
  const stored = await timed(() => index.batchInsertItems(vectors.map((each) => ({ vector: [...each] }))));
  const ranked = await best((query) => index.queryItems([...query], '', count), asked);

  const matrix = new VectorMatrix(dims);
  for (const each of vectors) matrix.push(unit(each));
  const rows = Uint32Array.from(vectors.keys());
  const scanned = await best((query) => matrix.cosines(query, rows), asked);

  const place = { dir: path.join(dir, 'index'), model: { id: 'tiny', simulated: true } };
  const open = (): VectorCache =>
    new VectorCache({
      ...place,
      lock: createStateLock({ dir: path.join(place.dir, 'lock'), owner: createWindowId() }),
    });
  const cache = open();
  cache.add(vectors.map((each, at) => [`skill:${at}`, each] as const));
  const saved = await timed(() => cache.save());
  const loaded = await timed(() => open().load());
  const size = count.toLocaleString('en');
  return [
    { what: `${size}: vectra's query, times as long as the scan`, value: ranked / scanned, unit: 'x' },
    { what: `${size}: vectra's query`, value: ranked, unit: 'ms' },
    { what: `${size}: scan`, value: scanned, unit: 'ms' },
    { what: `${size}: saving all, times as long as vectra's own storage`, value: saved / stored, unit: 'x' },
    { what: `${size}: loading`, value: loaded, unit: 'ms' },
  ];
}

export const bench = {
  title: `Cosines of all of so many vectors of ${dims} numbers: vectra's query against a scan over one array`,
  async measure(): Promise<readonly Figure[]> {
    const figures: Figure[] = [];
    for (const count of counts) {
      const dir = await mkdtemp(path.join(os.tmpdir(), 'memento-bench-'));
      try {
        figures.push(...(await measureAt(count, dir)));
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    }
    return figures;
  },
};
