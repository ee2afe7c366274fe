import { stat } from 'node:fs/promises';
import * as z from 'zod';
import { codeOf, fileProblem } from '../../safety/fileProblem.js';
import { sha256 } from '../../store/hash.js';
import type { StateLock } from '../../store/lock.js';
import { LogWriter, readLog } from '../../store/log.js';
import type { SkillText } from '../example.js';

/** Name of the log below `<state>/workspaces/<id>/router`. */
export const syntheticFile = 'synthetic.jsonl';

const queries = z.array(z.string()).max(50);
const schema = z.object({
  /** See {@link keyOf}. */
  key: z.string(),
  /** Id of the skill they were made for; for people who read the file. */
  skill: z.string(),
  positives: queries,
  negatives: queries,
  /** Label of the model that wrote them. */
  model: z.string(),
  /** Whether that was the practice model. */
  simulated: z.boolean(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});

/** The queries that were made for one text of a skill. */
export type SyntheticRecord = Readonly<z.infer<typeof schema>>;

const isRecord = (value: unknown): value is SyntheticRecord => schema.safeParse(value).success;

/** What queries are bound to: name and description, from which they are written. A changed body leaves them valid. */
export const keyOf = ({ name, description }: Pick<SkillText, 'name' | 'description'>): string =>
  sha256(JSON.stringify([name, description]));

/** The log of synthetic queries. It only grows; of several records with one key the last one counts. */
export class SyntheticStore {
  readonly #file: string;
  readonly #lock: StateLock;
  #cached: { readonly stamp: string; readonly records: ReadonlyMap<string, SyntheticRecord> } | undefined;

  /** @param lock that of the state folder: the file has several writers */
  constructor(file: string, lock: StateLock) {
    this.#file = file;
    this.#lock = lock;
  }

  /** All records by key; the file is read again only when it has changed. @throws {HumanError} when it cannot be read. */
  async read(): Promise<ReadonlyMap<string, SyntheticRecord>> {
    const stamp = await stampOf(this.#file);
    if (this.#cached?.stamp === stamp) return this.#cached.records;
    const { records } = await readLog(this.#file, isRecord);
    const latest = new Map(records.map((record) => [record.key, record]));
    this.#cached = { stamp, records: latest };
    return latest;
  }

  /** Adds a record; it would survive a power failure once this resolves. @throws {HumanError} when it cannot be written. */
  async append(record: SyntheticRecord): Promise<void> {
    await this.#lock.hold(async () => {
      const writer = new LogWriter(this.#file);
      try {
        await writer.append(record, true);
      } finally {
        await writer.close();
      }
    });
  }
}

/** A log only grows, so its size alone would do; the rest tells a file that was replaced. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs].join(':');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw fileProblem(error, file);
  }
}
