import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hex. A string is hashed as its UTF-8 bytes. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Whether the value has the form of a {@link sha256}. */
export const isHash = (value: string): boolean => /^[0-9a-f]{64}$/.test(value);
