/**
 * 32-bit hash of a text: FNV-1a over its UTF-16 units, then the finisher of MurmurHash3, so that texts differing in one
 * character land far apart. Everything that looks like chance in the practice model is this hash of what it was shown.
 */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of a text as a number from 0 up to, not including, 1. */
export const share = (text: string): number => hash32(text) / 2 ** 32;

/** The element a text chooses from a list; `undefined` when the list is empty. */
export const choose = <T>(items: readonly T[], text: string): T | undefined => items[hash32(text) % items.length];
