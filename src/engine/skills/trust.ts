import * as z from 'zod';
import { JsonState } from '../store/jsonState.js';
import type { StateLock } from '../store/lock.js';
import { isHash } from '../store/hash.js';
import type { Text } from '../text.js';

/** A tree the person has looked at or Memento has written. */
export interface TrustEntry {
  readonly tree: string;
  readonly skill: string;
}

/** Contents this person trusts, by hash, in all workspaces: `<state>/trust.json` (DESIGN.md 5). */
export interface Trust {
  /** Hashes of trusted trees, as they are on disk now. An unreadable file trusts nothing and is told by `onProblem`. */
  read(): Promise<ReadonlySet<string>>;
  /** @throws {HumanError} when the file cannot be written. */
  add(entries: readonly TrustEntry[]): Promise<void>;
}

export interface StateFileOptions {
  readonly file: string;
  /** The lock of the folder the file lies in. */
  readonly lock: StateLock;
  /** Told when the file cannot be used, once for each state of it. */
  readonly onProblem?: (problem: Text) => void;
}

const schema = z.object({ trees: z.record(z.string().refine(isHash), z.string()) });

/** @param options `file` is `<state>/trust.json`, `lock` that of `<state>/lock`. */
export function createTrust({ file, lock, onProblem }: StateFileOptions): Trust {
  const state = new JsonState({
    file,
    lock,
    onProblem,
    empty: { trees: new Map<string, string>() },
    parse: parseTrust,
    encode: ({ trees }) => ({ trees: Object.fromEntries(trees) }),
  });
  return {
    read: async () => new Set((await state.read()).trees.keys()),
    async add(entries) {
      if (entries.length === 0) return;
      await state.update((value) => {
        const added = entries.filter(({ tree }) => !value.trees.has(tree));
        if (added.length === 0) return value;
        return { trees: new Map([...value.trees, ...added.map(({ tree, skill }) => [tree, skill] as const)]) };
      });
    },
  };
}

/** Shape of `trust.json`; also used to verify it. */
export function parseTrust(value: object): { readonly trees: ReadonlyMap<string, string> } | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? { trees: new Map(Object.entries(parsed.data.trees)) } : undefined;
}
