import type { EpisodeRecord } from '../run/records.js';
import type { BenchSettings } from '../run/settings.js';
import { drawnWorlds } from '../worlds/worldOf.js';

/** What drawn worlds put before the ids of tasks: after conventions have changed (worlds/drawn.ts), and in words no training task has (world/wide.ts). */
const [drifted, novel] = ['drifted-', 'novel-'] as const;

/** What the ids of a world's tasks tell. Ids in files of tasks are their authors' and tell nothing. */
export interface Ids {
  /** The round from which on conventions are others; undefined where they stay. */
  readonly drift: number | undefined;
  /** Whether some requests of the test are in words that no training task of their kind has. */
  readonly hasNovel: boolean;
  readonly isNovel: (episode: EpisodeRecord) => boolean;
  /** The same for the same request before and after conventions have changed. */
  readonly requestOf: (episode: EpisodeRecord) => string;
}

/** Reads the ids of the tasks that were recorded. */
export function idsOf(episodes: readonly EpisodeRecord[], { tasks }: Pick<BenchSettings, 'tasks'>): Ids {
  if (!drawnWorlds.some((name) => name === tasks))
    return { drift: undefined, hasNovel: false, isNovel: () => false, requestOf: ({ task }) => task };
  const requestOf = ({ task }: EpisodeRecord): string => (task.startsWith(drifted) ? task.slice(drifted.length) : task);
  const isNovel = (episode: EpisodeRecord): boolean => requestOf(episode).startsWith(novel);
  const rounds = episodes.filter(({ task }) => task.startsWith(drifted)).map(({ round }) => round);
  return {
    drift: rounds.length > 0 ? rounds.reduce((first, round) => Math.min(first, round)) : undefined,
    hasNovel: episodes.some(isNovel),
    isNovel,
    requestOf,
  };
}
