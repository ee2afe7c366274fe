import * as z from 'zod';
import { JsonState } from '../store/jsonState.js';
import type { StateFileOptions } from './trust.js';

/** Skills the person keeps from automatic rewriting: `<state>/workspaces/<id>/locked.json`. */
export interface LockedSkills {
  /** Names. An unreadable file locks nothing and is told by `onProblem`. */
  read(): Promise<ReadonlySet<string>>;
  /** @throws {HumanError} when the file cannot be written. */
  set(skill: string, locked: boolean): Promise<void>;
}

const schema = z.object({ skills: z.array(z.string()) });

/** @param options `file` is `<state>/workspaces/<id>/locked.json`, `lock` that of the same folder. */
export function createLockedSkills({ file, lock, onProblem }: StateFileOptions): LockedSkills {
  const state = new JsonState({
    file,
    lock,
    onProblem,
    empty: { skills: new Set<string>() },
    parse: parseLocked,
    encode: ({ skills }) => ({ skills: [...skills].sort() }),
  });
  return {
    read: async () => (await state.read()).skills,
    set: (skill, locked) =>
      state.update((value) => {
        if (value.skills.has(skill) === locked) return value;
        const others = [...value.skills].filter((one) => one !== skill);
        return { skills: new Set(locked ? [...others, skill] : others) };
      }),
  };
}

/** Shape of `locked.json`; also used to verify it. */
export function parseLocked(value: object): { readonly skills: ReadonlySet<string> } | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? { skills: new Set(parsed.data.skills) } : undefined;
}
