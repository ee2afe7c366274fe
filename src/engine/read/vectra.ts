import { type IndexCodec, LocalIndex } from 'vectra';
import { inSlices } from '../steps.js';
import { Pace } from '../store/pace.js';
import { decodeVectors, fillVectors, frameVectors, type StoredVector, type VectorModel } from './vectorFormat.js';

/** Where an index is read from and written to: vectra's own storage writes in place, so that a kill leaves half a file. */
export interface VectorStorage {
  /** The whole file, empty when there is none that can be used. */
  read(file: string): Promise<Buffer>;
  /** Replaces the whole file or leaves the old one. */
  write(file: string, bytes: Buffer): Promise<void>;
}

/** An index to open. */
export interface VectorPlace {
  readonly folder: string;
  readonly model: VectorModel;
  readonly storage: VectorStorage;
}

type Items = readonly { readonly id: string; readonly vector: ArrayLike<number> }[];

/** What an update does to the stored vectors. */
export interface VectorChange {
  readonly remove: readonly string[];
  readonly add: readonly StoredVector[];
}

/**
 * The only door to `vectra`, a chunk of its own that is loaded on first use. The package alone would be 9 MB, because it brings a parser of
 * web pages, a tokenizer and a language model; the bundle has its index and nothing else (`scripts/lib/vectra.mjs`). Its index is one file
 * that is read and written whole, without a lock: `vectors.ts` sees to it that one writer at a time changes it, in one batch. Numbers are
 * stored as 32 bits, not as JSON: a tenth of the size, and nothing that holds up the window to parse.
 */
export async function readIndex(place: VectorPlace): Promise<readonly StoredVector[]> {
  return (await open(place).listItems()).map(stored);
}

/**
 * Reads what is stored, changes it and writes it back as a whole.
 * @throws what the storage throws; then nothing has changed.
 */
export async function updateIndex(
  place: VectorPlace,
  change: (stored: readonly StoredVector[]) => Promise<VectorChange>,
): Promise<void> {
  let problem: unknown;
  let items: Items = [];
  const write = async (file: string, bytes: Buffer): Promise<void> => {
    try {
      await inSlices(fillVectors(bytes, items));
      await place.storage.write(file, bytes);
    } catch (error) {
      problem = error;
      throw error;
    }
  };
  const storage = { ...place.storage, read: (file: string) => place.storage.read(file), write };
  // The package encodes without a pause: it is given the frame, and what takes long follows before it is written.
  const index = open({ ...place, storage }, (all) => (items = all));
  await index.beginUpdate();
  const { remove, add } = await change((await index.listItems()).map(stored));
  await index.deleteItems(remove);
  const pace = new Pace();
  for (const { id, vector } of add) {
    await index.insertItem({ id, vector: asNumbers(vector) });
    if (pace.due) await pace.rest();
  }
  try {
    await index.endUpdate();
  } catch (error) {
    // The package replaces an error by its text.
    throw problem ?? error;
  }
}

/** A missing index is an empty one: then vectra has no reason to create or delete files of its own accord. */
function open({ folder, model, storage }: VectorPlace, encoding: (items: Items) => void = unusedNow): LocalIndex {
  return new LocalIndex(
    folder,
    undefined,
    {
      pathExists: () => Promise.resolve(true),
      readFile: (file) => storage.read(file),
      upsertFile: (file, content) => storage.write(file, typeof content === 'string' ? Buffer.from(content) : content),
      createFile: unused,
      createFolder: unused,
      deleteFile: unused,
      deleteFolder: unused,
      getDetails: unused,
      listFiles: unused,
    },
    codec(model, encoding),
  );
}

const codec = (model: VectorModel, encoding: (items: Items) => void): IndexCodec => ({
  extension: '.f32',
  serializeIndex: ({ items }) => {
    encoding(items);
    return frameVectors(model, items);
  },
  deserializeIndex: (bytes) => ({
    version: 1,
    metadata_config: {},
    // They were made unit vectors before they were stored.
    items: decodeVectors(model, bytes).map(({ id, vector }) => ({
      id,
      metadata: {},
      vector: asNumbers(vector),
      norm: 1,
    })),
  }),
  serializeCatalog: unusedNow,
  deserializeCatalog: unusedNow,
  serializeMetadata: unusedNow,
  deserializeMetadata: unusedNow,
});

const unusedNow = (): never => {
  throw new Error('not part of an index of vectors');
};

const unused = (): Promise<never> => Promise.reject(new Error('not part of an index of vectors'));

/** The package reads elements and the length, which both kinds of array have; a copy would take twice the room. */
const asNumbers = (vector: Float32Array): number[] => vector as unknown as number[];

const stored = ({ id, vector }: { readonly id: string; readonly vector: ArrayLike<number> }): StoredVector => ({
  id,
  vector: vector instanceof Float32Array ? vector : Float32Array.from(vector),
});
