import type * as z from 'zod';
import { readJson } from '../../write/ask.js';

/** Longest reply that is read, in characters: several times what twelve queries with their reasons need. */
const longestReply = 64 * 1024;

/** Reads the JSON object of a reply of sensible length. @throws {Error} whose message tells the model what to correct. */
export function readReply<T>(content: string, schema: z.ZodType<T>): T {
  if (content.length > longestReply) throw new Error(`It was too long: ${longestReply} characters are read at most.`);
  return readJson(content, schema);
}
