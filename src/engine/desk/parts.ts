import type { Curator } from '../curator.js';
import type { EngineSettings, ImportOptions } from '../engine.js';
import type { Quarantine, Quarantined } from '../exchange/quarantine.js';
import type { RunEvent } from '../events.js';
import type { Listeners } from '../listeners.js';
import type { Memory } from '../memory.js';
import type { Logger } from '../ports.js';
import type { SkillVectors } from '../read/skillVectors.js';
import type { Routing } from '../routing.js';
import type { Rehearser } from '../replay/rehearser.js';
import type { Runner } from '../runner.js';
import type { EditRecorder } from '../skills/editRecorder.js';
import type { Initialized } from '../skills/elementary.js';
import type { History } from '../skills/history.js';
import type { Library } from '../skills/library.js';
import type { FsckReport } from '../store/fsck.js';
import type { StateWatcher } from '../store/stateWatcher.js';
import type { ObjectStore } from '../store/objects.js';
import type { RunLog } from '../store/runs.js';
import { type Text } from '../text.js';
import type { Decisions } from '../write/decisions.js';
import type { Proposals } from '../write/proposals.js';
import type { Checkpoint } from '../write/record/checkpoints.js';
import type { RoundRestorer } from '../write/record/restoreRound.js';
import type { Trials } from '../write/trials.js';
import type { RoundCloser } from '../write/roundCloser.js';

/** What an engine is made of; {@link createEngine} puts it together. */
export interface EngineParts {
  readonly workspace: string;
  readonly stateDir: string;
  readonly events: Listeners<RunEvent>;
  readonly changes: Listeners<void>;
  readonly library: Library;
  readonly history: History;
  readonly memory: Memory;
  readonly objects: ObjectStore;
  readonly log: RunLog;
  readonly proposals: Proposals;
  readonly decisions: Decisions;
  readonly curator: Curator;
  readonly recorder: EditRecorder;
  readonly runner: Runner;
  readonly rehearser: Rehearser;
  readonly trials: Trials;
  readonly rounds: {
    readonly list: () => Promise<readonly Checkpoint[]>;
    readonly closer: RoundCloser;
    readonly restorer: RoundRestorer;
  };
  readonly routing: Routing;
  readonly vectors: Pick<SkillVectors, 'dispose'>;
  readonly stateWatcher: StateWatcher;
  readonly logger: Logger;
  readonly settings: EngineSettings;
  /** Why the state folder cannot be written, if so. */
  readonly readOnlyState: Text | undefined;
  readonly libraryProblem: () => Promise<Text | undefined>;
  readonly init: () => Promise<Initialized>;
  readonly fetch: (source: string, options: ImportOptions, signal: AbortSignal) => Promise<readonly Quarantined[]>;
  readonly quarantine: Quarantine;
  readonly fsck: (signal: AbortSignal) => Promise<FsckReport>;
  readonly tidy: (signal: AbortSignal) => Promise<void>;
  /** Removes what replays of processes that are gone have left outside the state folder. */
  readonly sweep: () => Promise<void>;
}
