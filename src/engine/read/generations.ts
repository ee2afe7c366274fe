import path from 'node:path';
import { HumanError } from '../errors.js';
import { fileProblem } from '../safety/fileProblem.js';
import { JsonState } from '../store/jsonState.js';
import type { StateLock } from '../store/lock.js';
import { text, type Text } from '../text.js';
import { GenerationFiles, type FoundGeneration } from './generationFiles.js';
import { describeGeneration, parsePointer, pointerFile, type GenerationDraft, type Pointer } from './generationInfo.js';
import { decodeLearned, type Learned } from './learned.js';
import type { GenerationInfo } from './report.js';

/** Generations that are kept; the one in use always is. */
const kept = 10;

export interface GenerationsOptions {
  /** `<state>/router` */
  readonly dir: string;
  readonly lock: StateLock;
  /** Told once of everything that cannot be used. */
  readonly onProblem: (problem: Text) => void;
}

/**
 * The trained models of the router: numbered folders and a pointer to the one in use. All of it may be deleted at any time; it is trained anew
 * from the run log then. Several windows share it.
 */
export class Generations {
  readonly #options: GenerationsOptions;
  readonly #files: GenerationFiles;
  readonly #pointer: JsonState<Pointer>;
  #loaded: { readonly number: number; readonly stamp: string; readonly learned: Learned | undefined } | undefined;

  constructor(options: GenerationsOptions) {
    const { dir, onProblem } = options;
    this.#options = options;
    this.#files = new GenerationFiles(dir, onProblem);
    this.#pointer = new JsonState<Pointer>({
      file: path.join(dir, pointerFile),
      // Changed only by what holds the lock already.
      lock: { hold: (work) => work() },
      empty: { reverted: [] },
      parse: parsePointer,
      encode: (value) => value,
      onProblem,
    });
  }

  /** Newest first. */
  async list(): Promise<readonly GenerationInfo[]> {
    const [{ reverted }, current, all] = await Promise.all([this.#pointer.read(), this.#currentNumber(), this.#all()]);
    return all.map(({ info, usable }) => {
      const past = reverted.includes(info.number) ? 'reverted' : info.accepted ? 'replaced' : 'refused';
      return describeGeneration(info, info.number === current ? 'in-use' : past, usable);
    });
  }

  /** Outcomes that the latest training knew, whatever came of it; undefined when there was none. */
  async trainedOutcomes(): Promise<number | undefined> {
    return (await this.#all())[0]?.info.outcomes;
  }

  /** The generation in use and when it was trained. Damaged ones are passed over. */
  async current(): Promise<{ readonly number: number; readonly at: number; readonly learned: Learned } | undefined> {
    for (const number of await this.#inOrder()) {
      const found = await this.#files.find(number);
      const learned = found && (await this.#load(number));
      if (learned) return { number, at: found.info.at, learned };
    }
    return undefined;
  }

  /**
   * Stores a new generation and, when it was accepted, puts it in use.
   * @param champion what it was compared with; when another one is in use by now, the new one is refused: it has not been compared with that
   * @throws {HumanError} for what the disk or permissions refuse
   */
  async add(draft: GenerationDraft, bytes: Uint8Array, champion: number | undefined): Promise<GenerationInfo> {
    return await this.#change(async () => {
      const now = draft.accepted ? await this.#currentNumber() : champion;
      const late = now !== champion;
      const refusal = text('Not used: generation {0} came into use while this one was trained.', now ?? 0);
      const info = await this.#files.add(late ? { ...draft, accepted: false, result: refusal } : draft, bytes);
      if (info.accepted) await this.#pointer.update((before) => ({ ...before, current: info.number }));
      await this.#prune();
      return describeGeneration(info, info.accepted ? 'in-use' : 'refused', true);
    });
  }

  /**
   * Puts a generation in use again. Newer ones count as reverted from.
   * @throws {HumanError} when it is not there or damaged, and for what the disk or permissions refuse
   */
  async use(number: number): Promise<GenerationInfo> {
    return await this.#change(async () => {
      const found = await this.#files.find(number);
      if (!found) throw new HumanError(text('There is no generation {0} of the router.', number));
      if (!(await this.#load(number)))
        throw new HumanError(text('Generation {0} of the router is damaged and cannot be used.', number));
      const newer = (await this.#all()).filter(({ info }) => info.accepted && info.number > number);
      await this.#pointer.update(({ reverted }) => ({
        current: number,
        reverted: [...new Set([...reverted, ...newer.map(({ info }) => info.number)])].filter((one) => one !== number),
      }));
      return describeGeneration(found.info, 'in-use', true);
    });
  }

  async #change<T>(work: () => Promise<T>): Promise<T> {
    const { dir, lock } = this.#options;
    try {
      return await lock.hold(work);
    } catch (error) {
      throw fileProblem(error, dir);
    }
  }

  async #prune(): Promise<void> {
    const current = await this.#currentNumber();
    for (const number of (await this.#files.numbers()).slice(kept))
      if (number !== current) await this.#files.remove(number);
  }

  async #currentNumber(): Promise<number | undefined> {
    return (await this.current())?.number;
  }

  /** What may be used, best first: the one that was put in use, then the newest that were good. */
  async #inOrder(): Promise<readonly number[]> {
    const { current, reverted } = await this.#pointer.read();
    if (current !== undefined && (await this.#load(current))) return [current];
    const good = (await this.#all()).filter(({ info }) => info.accepted && !reverted.includes(info.number));
    return good.map(({ info }) => info.number);
  }

  async #all(): Promise<readonly FoundGeneration[]> {
    const numbers = await this.#files.numbers().catch(() => []);
    const found: FoundGeneration[] = [];
    for (const number of numbers) {
      const one = await this.#files.find(number);
      if (one) found.push(one);
    }
    return found;
  }

  /** Undefined when it cannot be used. The last one that was asked for is kept in memory. */
  async #load(number: number): Promise<Learned | undefined> {
    const stamp = await this.#files.stamp(number);
    if (stamp === undefined) return undefined;
    if (this.#loaded?.number === number && this.#loaded.stamp === stamp) return this.#loaded.learned;
    const found = await this.#files.find(number);
    const bytes = found && (await this.#files.model(found.info));
    if (!bytes) return undefined;
    let learned: Learned | undefined;
    try {
      learned = decodeLearned(bytes);
    } catch {
      // Of another version of the router: as good as not there.
    }
    this.#loaded = { number, stamp, learned };
    return learned;
  }
}
