import * as z from 'zod';
import { text, type Text } from '../text.js';
import { isHash, sha256 } from './hash.js';

const also = z.object({
  skill: z.string(),
  baseHash: z.string().refine(isHash),
  before: z.string(),
  after: z.string().nullable(),
});

const schema = z.object({
  id: z.string(),
  state: z.enum(['pending', 'applied', 'rejected', 'stale', 'quarantined']),
  baseHash: z.string().refine(isHash).nullable(),
  before: z.string(),
  after: z.string(),
  hunks: z.array(z.unknown()),
  also: z.array(also).optional(),
});

/**
 * What is wrong with the file of a proposal; `undefined` when nothing is.
 * @param id as the file's name says
 */
export function verifyProposal(json: string, id: string): Text | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return text('The proposal is damaged: it is no JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return text('The proposal is damaged: parts of it are missing.');
  const { baseHash, before } = parsed.data;
  if (parsed.data.id !== id) return text('The proposal is called “{0}” inside.', parsed.data.id);
  if (baseHash === null ? before !== '' : sha256(before) !== baseHash)
    return text('The proposal’s text is not the one it was made from.');
  const other = parsed.data.also?.find((one) => sha256(one.before) !== one.baseHash);
  if (other) return text('The proposal’s text of “{0}” is not the one it was made from.', other.skill);
  return undefined;
}
