import path from 'node:path';
import type { Engine } from '../../../src/engine/engine.js';
import { Memory } from '../../../src/engine/memory.js';
import { createHistory, type History } from '../../../src/engine/skills/history.js';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { createLockedSkills } from '../../../src/engine/skills/locked.js';
import { Reviewed } from '../../../src/engine/skills/reviewed.js';
import { createTrust } from '../../../src/engine/skills/trust.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import type { LearningSettings } from '../../../src/engine/write/settings.js';

/** The parts of an engine that know how skills have done, as one more window on an engine's folders. */
export function partsBeside(
  { workspace, stateDir }: Pick<Engine, 'workspace' | 'stateDir'>,
  home: string,
  learning: LearningSettings,
  templates = path.resolve('skills-template'),
): { readonly memory: Memory; readonly history: History; readonly log: RunLog } {
  const [window, clock] = [createWindowId(), { now: () => Date.now() }];
  const lockOf = (dir: string) => createStateLock({ dir, owner: window });
  const lock = lockOf(path.join(stateDir, 'lock'));
  const objects = createObjectStore(path.join(stateDir, 'objects'));
  const history = createHistory({ dir: path.join(stateDir, 'skills'), objects, lock, clock, window });
  const log = new RunLog({ dir: path.join(stateDir, 'runs'), window, clock });
  const trust = createTrust({ file: path.join(home, 'trust.json'), lock: lockOf(path.join(home, 'lock')) });
  const memory = new Memory({
    library: createLibrary({ workspace, templates }),
    history,
    runs: log,
    reviewed: new Reviewed(trust, () => Promise.resolve(new Set())),
    locked: createLockedSkills({ file: path.join(stateDir, 'locked.json'), lock }),
    learning,
  });
  return { memory, history, log };
}
