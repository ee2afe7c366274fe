import * as z from 'zod';
import { isHash } from '../../store/hash.js';
import type { StateLock } from '../../store/lock.js';
import { LogWriter, readLog } from '../../store/log.js';

const schema = z.object({
  type: z.literal('round'),
  /** Counts from 1. */
  round: z.number().int().positive(),
  /** When it was recorded, milliseconds since the epoch. */
  at: z.number(),
  /** Id of its last run. */
  run: z.string(),
  /** As they were then: verdicts may be overruled. */
  judged: z.number().int().nonnegative(),
  successes: z.number().int().nonnegative(),
  skills: z.array(
    z.object({
      name: z.string(),
      /** `null` when its history had not begun. */
      version: z.number().int().positive().nullable(),
      tree: z.string().refine(isHash),
    }),
  ),
});

/** The library at the end of a round: which content each of its own skills had. */
export type Checkpoint = z.infer<typeof schema>;

const isCheckpoint = (value: unknown): value is Checkpoint => schema.safeParse(value).success;

/** Name of the file in `<state>/workspaces/<id>`. */
export const checkpointFile = 'rounds.jsonl';

/** The checkpoints of a workspace: a log that only grows, a line for each round. */
export class Checkpoints {
  /** @param file `<state>/workspaces/<id>/rounds.jsonl`; `lock` is that of the folder */
  constructor(
    private readonly file: string,
    private readonly lock: StateLock,
  ) {}

  /** Oldest first, one for each round that was recorded. @throws {HumanError} when the file cannot be read */
  async list(): Promise<readonly Checkpoint[]> {
    const { records } = await readLog(this.file, isCheckpoint);
    const byRound = new Map<number, Checkpoint>();
    for (const record of records) if (!byRound.has(record.round)) byRound.set(record.round, record);
    return [...byRound.values()].sort((a, b) => a.round - b.round);
  }

  /**
   * Adds a checkpoint, unless another window was faster.
   * @returns whether it was added
   * @throws {HumanError} when the file cannot be written
   */
  async add(checkpoint: Checkpoint): Promise<boolean> {
    return await this.lock.hold(async () => {
      if ((await this.list()).some(({ round }) => round >= checkpoint.round)) return false;
      const writer = new LogWriter(this.file);
      try {
        await writer.append(checkpoint, true);
      } finally {
        await writer.close();
      }
      return true;
    });
  }
}
