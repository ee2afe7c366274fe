/** First line of a log file that was put together from others: which ones, in the order in which their bytes follow. */
export interface Compacted {
  readonly type: 'log.compacted';
  readonly sources: readonly { readonly name: string; readonly bytes: number; readonly hash: string }[];
}

export const isCompacted = (value: unknown): value is Compacted =>
  isRecord(value) &&
  value.type === 'log.compacted' &&
  Array.isArray(value.sources) &&
  value.sources.every(
    (source: unknown) =>
      isRecord(source) &&
      typeof source.name === 'string' &&
      Number.isSafeInteger(source.bytes) &&
      typeof source.hash === 'string',
  );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where the bytes of each source lie in the file; a source that did not end with a line feed has got one. */
export function* slicesOf(
  { sources }: Compacted,
  file: Buffer,
): Generator<{ readonly name: string; readonly hash: string; readonly bytes: Buffer }, void> {
  let start = file.indexOf(10) + 1;
  for (const { name, bytes: length, hash } of sources) {
    const bytes = file.subarray(start, start + length);
    yield { name, hash, bytes };
    start += length + (needsEnd(bytes) ? 1 : 0);
  }
}

/** Whether bytes of a log have to be completed by a line feed before others can follow. */
export const needsEnd = (bytes: Buffer): boolean => bytes.length > 0 && bytes[bytes.length - 1] !== 10;
