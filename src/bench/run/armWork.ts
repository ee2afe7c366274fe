import type { EndpointConfig } from '../../models/config.js';
import type { Failure } from './failure.js';
import type { EpisodeRecord, RoundRecord, WriteRecord } from './records.js';
import type { BenchSettings } from './settings.js';

/** What a worker is given: one arm of a benchmark. Plain data. */
export interface ArmWork {
  readonly settings: BenchSettings;
  readonly condition: string;
  readonly seed: string;
  /** The endpoint; `practice` for the simulated model, which the worker serves itself. */
  readonly model: EndpointConfig | 'practice';
  /** Folder of the arm's house. */
  readonly root: string;
  /** Folder of what is known of the practice model's commands. */
  readonly commands: string;
  /** Folder of the elementary skills. */
  readonly templates: string;
  readonly done: readonly EpisodeRecord[];
  readonly written: readonly WriteRecord[];
  readonly roundsDone: readonly number[];
}

/** What a worker says. `done` and `failed` come last. */
export type ArmMessage =
  | { readonly type: 'episode'; readonly record: EpisodeRecord }
  | { readonly type: 'write'; readonly record: WriteRecord }
  | { readonly type: 'round'; readonly record: RoundRecord }
  | { readonly type: 'skill'; readonly round: number; readonly name: string; readonly source: string }
  | { readonly type: 'done' }
  | Failure;
