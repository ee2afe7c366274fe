import * as z from 'zod';
import type { GenerationInfo } from './report.js';

/** The layout of a generation's folder that this code reads and writes. */
export const generationFormat = 1;

const schema = z.object({
  format: z.literal(generationFormat),
  number: z.int().positive(),
  at: z.number(),
  trainMs: z.number(),
  /** What it was trained on: how many examples, outcomes of real runs among them, and a digest of all. */
  examples: z.int(),
  outcomes: z.int(),
  digest: z.string(),
  skills: z.int(),
  seed: z.int(),
  heldOut: z.number().nullable(),
  simulated: z.boolean(),
  /** Whether it was found good enough to be used. */
  accepted: z.boolean(),
  result: z.object({ key: z.string(), args: z.array(z.union([z.string(), z.number()])).readonly() }),
  /** SHA-256 of model.bin. */
  model: z.string(),
});

/** `info.json` of a generation: what is known of it and never changes. */
export type StoredInfo = Readonly<z.infer<typeof schema>>;

/** What the trainer says of a new generation. */
export type GenerationDraft = Omit<StoredInfo, 'format' | 'number' | 'model'>;

/** Undefined for what is none. */
export function parseInfo(json: string): StoredInfo | undefined {
  try {
    return schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Which generation is used. */
export interface Pointer {
  /** Absent: the newest that is good. */
  readonly current?: number;
  /** Those the person has gone back from. */
  readonly reverted: readonly number[];
}

/** Name of its file beside the generations. */
export const pointerFile = 'current.json';

const pointer = z.object({ current: z.int().positive().optional(), reverted: z.array(z.int()) });

/** Undefined for what is none. */
export function parsePointer(value: unknown): Pointer | undefined {
  const { current, reverted } = pointer.safeParse(value).data ?? {};
  return reverted && (current === undefined ? { reverted } : { current, reverted });
}

/** What a person is shown of it. */
export function describeGeneration(info: StoredInfo, state: GenerationInfo['state'], usable: boolean): GenerationInfo {
  const { number, at, trainMs, examples, skills, heldOut, result, simulated } = info;
  return { number, at, trainMs, examples, skills, heldOut, state, result, usable, simulated };
}
