import path from 'node:path';
import { CancelledError, HumanError, throwIfCancelled } from '../errors.js';
import type { Clock, Embedder } from '../ports.js';
import { createStateLock, type StateLock } from '../store/lock.js';
import { text } from '../text.js';
import type { SkillText } from './example.js';
import { outdated, SkillKeys, skillText, taskText } from './vectorTexts.js';
import { VectorCache, vectorKey } from './vectors.js';
import { within } from './within.js';

/** Milliseconds a task waits for its vector; later it is routed by its words alone (router.md 5.4). */
export const cosineLimitMs = 300;
/** Milliseconds without a request after one has failed. */
const restMs = 60_000;
/** Texts asked for at a time: one request of the client. */
const batchSize = 32;
/** Vectors after which they are stored, while more are asked for. */
const saveEvery = 1_024;

export interface SkillVectorsOptions {
  /** `<state>/index`. */
  readonly dir: string;
  /** The id of the window (`window.ts`). */
  readonly window: string;
  /** Asked anew each time, because settings change; `undefined` where no embedding model is set. */
  readonly embedder: () => Embedder | undefined;
  /** Told once what went wrong, until something works again: a `HumanError`, or a bug to log. Routing goes on by words. */
  readonly onProblem: (error: unknown) => void;
  readonly clock: Clock;
}

/** What a task has in common with each skill by their vectors. */
export interface SkillCosines {
  /** By the skill's id: -1 to 1 up to rounding. */
  readonly cosines: ReadonlyMap<string, number>;
  /** Of the task, with length 1, or all zeros. */
  readonly vector: Float32Array;
}

type Source = 'endpoint' | 'disk';

/** What belongs to one model. */
interface Session {
  readonly embedder: Embedder;
  readonly cache: VectorCache;
  /** Requests for the vectors of tasks that are under way, by key. */
  readonly asked: Map<string, Promise<Float32Array>>;
  /** The latest preparation; one at a time, so that nothing is asked for twice. */
  preparing: Promise<void>;
  /** A preparation nobody waits for is under way. */
  background: boolean;
  /** Milliseconds since the epoch before which nothing is sent. */
  restUntil: number;
}

/**
 * The embeddings of skills and tasks: an optional help for the router, which never waits for it longer than {@link cosineLimitMs} and never fails
 * with it. Vectors of skills are asked for in the background and kept (`vectors.ts`).
 */
export class SkillVectors {
  readonly #options: SkillVectorsOptions;
  readonly #lock: StateLock;
  readonly #keys = new SkillKeys();
  readonly #lifetime = new AbortController();
  /** What is known not to work at present. */
  readonly #told = new Set<Source>();
  /** Also those of models that were set before: some of what they were asked may still be on its way to the disk. */
  readonly #sessions: Session[] = [];
  #session: Session | undefined;

  constructor(options: SkillVectorsOptions) {
    this.#options = options;
    this.#lock = createStateLock({ dir: path.join(options.dir, 'lock'), owner: options.window });
  }

  /**
   * The cosine of a task with every skill; `undefined` when there is no embedder, when it fails or takes too long, or while skills have no vector
   * yet: these are asked for in the background, and a late reply counts for the next time.
   * @param skills all of the library
   * @throws {CancelledError} when the signal fires.
   */
  async cosines(query: string, skills: readonly SkillText[], signal: AbortSignal): Promise<SkillCosines | undefined> {
    throwIfCancelled(signal);
    const session = this.#current();
    if (!session || this.#lifetime.signal.aborted) return undefined;
    return await within(this.#answer(session, query, skills), cosineLimitMs, signal);
  }

  /**
   * Asks for the vectors of all skills that have none, in small requests.
   * @param onProgress how many of the missing ones have come, and of how many
   * @throws {HumanError} for everything the endpoint can do wrong; what has come is kept.
   * @throws {CancelledError} when the signal fires.
   */
  async prepare(
    skills: readonly SkillText[],
    onProgress: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const session = this.#current();
    if (!session) return;
    const turn = session.preparing.then(() =>
      this.#fetch(session, skills, onProgress, AbortSignal.any([signal, this.#lifetime.signal])),
    );
    session.preparing = turn.catch(() => undefined);
    await turn;
  }

  /** Stops what goes on in the background. Nothing is written afterwards. */
  async dispose(): Promise<void> {
    this.#lifetime.abort();
    await Promise.allSettled(this.#sessions.flatMap(({ preparing, asked }) => [preparing, ...asked.values()]));
    for (const session of this.#sessions) await this.#save(session);
  }

  #current(): Session | undefined {
    const embedder = this.#options.embedder();
    if (!embedder) return undefined;
    const known = this.#session;
    if (known?.embedder === embedder) return known;
    const { id, simulated } = embedder.info;
    const same = known?.embedder.info.id === id && known.embedder.info.simulated === simulated;
    this.#told.delete('endpoint');
    this.#session = {
      embedder,
      cache: same ? known.cache : this.#open({ id, simulated }),
      asked: new Map(),
      preparing: Promise.resolve(),
      background: false,
      restUntil: 0,
    };
    this.#sessions.push(this.#session);
    return this.#session;
  }

  #open(model: Embedder['info']): VectorCache {
    return new VectorCache({ dir: this.#options.dir, model, lock: this.#lock });
  }

  /** Never rejects. */
  async #answer(session: Session, query: string, skills: readonly SkillText[]): Promise<SkillCosines | undefined> {
    const { cache } = session;
    try {
      await cache.load();
      const keys = await this.#keys.of(skills);
      if (!cache.select(keys).complete) this.#prepareBehind(session, skills);
      const vector = await this.#vectorOf(session, taskText(query));
      if (!vector) return undefined;
      // Looked at again: the reply may have shown that the vectors before were of another length.
      const selection = cache.select(keys);
      if (!selection.complete || (skills.length > 0 && vector.length !== cache.dims)) {
        this.#prepareBehind(session, skills);
        return undefined;
      }
      const values = cache.cosines(vector, selection);
      return { cosines: new Map(skills.map(({ id }, index) => [id, values[index] ?? 0])), vector };
    } catch (error) {
      this.#failed(session, error);
      return undefined;
    }
  }

  /** The vector of a task, `undefined` while the endpoint rests after a failure. */
  async #vectorOf(session: Session, task: string): Promise<Float32Array | undefined> {
    const key = vectorKey('task', task);
    const known = session.cache.get(key);
    if (known || this.#rests(session)) return known;
    let asked = session.asked.get(key);
    if (!asked) {
      asked = this.#ask(session, key, task).finally(() => session.asked.delete(key));
      session.asked.set(key, asked);
    }
    return await asked;
  }

  async #ask(session: Session, key: string, task: string): Promise<Float32Array> {
    const { embedder, cache } = session;
    const [vector] = await embedder.embed([task], this.#lifetime.signal);
    if (!vector) throw new Error('no vector came for a task');
    cache.add([[key, vector]]);
    this.#told.delete('endpoint');
    void this.#save(session);
    return cache.get(key) ?? vector;
  }

  #prepareBehind(session: Session, skills: readonly SkillText[]): void {
    if (session.background || this.#rests(session)) return;
    session.background = true;
    this.prepare(skills, () => undefined, this.#lifetime.signal)
      .catch((error: unknown) => this.#failed(session, error))
      .finally(() => (session.background = false));
  }

  async #fetch(
    session: Session,
    skills: readonly SkillText[],
    onProgress: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    throwIfCancelled(signal);
    const { embedder, cache } = session;
    await cache.load();
    const keys = await this.#keys.of(skills);
    const texts = new Map(skills.map((skill, index) => [keys[index] ?? '', skillText(skill)]));
    const missing = (): string[] => [...texts.keys()].filter((key) => !cache.has(key));
    let left = missing();
    // A server whose vectors change their length all the time would never have all of them.
    const most = left.length + texts.size + batchSize;
    for (let done = 0, of = left.length; left.length > 0; left = missing()) {
      if (done > most)
        throw new HumanError(
          text('Embeddings of {0} change their length from one reply to the next.', embedder.info.id),
          'open-settings',
        );
      const batch = left.slice(0, batchSize);
      const vectors = await embedder.embed(
        batch.map((key) => texts.get(key) ?? ''),
        signal,
      );
      throwIfCancelled(signal);
      cache.add(batch.flatMap((key, index) => (vectors[index] ? [[key, vectors[index]] as const] : [])));
      this.#told.delete('endpoint');
      done += batch.length;
      of = Math.max(of, done);
      onProgress(done, of);
      if (done % saveEvery === 0) await this.#save(session);
    }
    cache.forget(outdated(cache.keys(), new Set(keys)));
    await this.#save(session);
  }

  /** Never rejects: without a file the vectors are still in memory. */
  async #save({ cache }: Session): Promise<void> {
    try {
      await cache.save();
      this.#told.delete('disk');
    } catch (error) {
      this.#tell('disk', error);
    }
  }

  #rests({ restUntil }: Session): boolean {
    return this.#options.clock.now() < restUntil;
  }

  #failed(session: Session, error: unknown): void {
    session.restUntil = this.#options.clock.now() + restMs;
    this.#tell('endpoint', error);
  }

  #tell(source: Source, error: unknown): void {
    if (error instanceof CancelledError || this.#lifetime.signal.aborted || this.#told.has(source)) return;
    this.#told.add(source);
    this.#options.onProblem(error);
  }
}
