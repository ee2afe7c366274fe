import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunSummary } from '../../../src/engine/events.js';
import { Memory } from '../../../src/engine/memory.js';
import type { Approver } from '../../../src/engine/ports.js';
import { ModelKeeper } from '../../../src/engine/read/modelKeeper.js';
import { Router } from '../../../src/engine/read/router.js';
import { TaughtExamples } from '../../../src/engine/read/examples.js';
import { Generations } from '../../../src/engine/read/generations.js';
import { Lessons } from '../../../src/engine/read/lessons.js';
import { SyntheticQueries } from '../../../src/engine/read/synthetic/queries.js';
import { WorkspaceReplayer, type WorkspaceReplayerOptions } from '../../../src/engine/replay/workspaceReplayer.js';
import { createHistory } from '../../../src/engine/skills/history.js';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { createLockedSkills } from '../../../src/engine/skills/locked.js';
import { Reviewed } from '../../../src/engine/skills/reviewed.js';
import { createShipped } from '../../../src/engine/skills/shipped.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { createTrust } from '../../../src/engine/skills/trust.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import type { Task } from '../../../src/engine/task.js';
import { sentence } from '../../../src/practice/kb/house.js';
import { houses } from '../../../src/practice/workspace/house.js';
import { ledgerSkill, wrongRule } from '../../../src/practice/workspace/texts.js';
import type { PracticeHouse } from '../../support/practice.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';

export const never = new AbortController().signal;

/** A replayer on the state of a house, as another window would have it, and the folder its copies are made in. */
export interface ReplayDesk {
  readonly replayer: WorkspaceReplayer;
  readonly tempRoot: string;
  /** The library as it is. */
  skills(): Promise<readonly Skill[]>;
  /** Names of what lies in the folder of copies. */
  leftovers(): string[];
  close(): Promise<void>;
}

export function openReplayDesk(house: PracticeHouse, more: Partial<WorkspaceReplayerOptions> = {}): ReplayDesk {
  const { workspace, home } = house;
  const { stateDir } = house.engine;
  const tempRoot = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'memento-replays-')));
  const inState = (...names: string[]): string => path.join(stateDir, ...names);
  const clock = { now: () => Date.now() };
  const window = createWindowId();
  const onProblem = (): void => undefined;
  const objects = createObjectStore(inState('objects'));
  const lock = createStateLock({ dir: inState('lock'), owner: window });
  const history = createHistory({ dir: inState('skills'), objects, lock, clock, window });
  const log = new RunLog({ dir: inState('runs'), window, clock });
  const templates = path.resolve('skills-template');
  const library = createLibrary({ workspace, templates, onProblem });
  const trustLock = createStateLock({ dir: path.join(home, 'lock'), owner: window });
  const trust = createTrust({ file: path.join(home, 'trust.json'), lock: trustLock, onProblem });
  const reviewed = new Reviewed(trust, createShipped(templates, [ledgerSkill()]));
  const locked = createLockedSkills({ file: inState('locked.json'), lock, onProblem });
  const memory = new Memory({ library, history, runs: log, reviewed, locked, learning: defaultLearning });
  const synthetic = new SyntheticQueries({ dir: inState('router'), lock, clock });
  const examples = new TaughtExamples(new Lessons(log), synthetic, onProblem);
  const keeper = new ModelKeeper(examples, new Generations({ dir: inState('router'), lock, onProblem }));
  const router = new Router(keeper, undefined);
  const settings = { commandTimeoutSeconds: 120 };
  return {
    replayer: new WorkspaceReplayer({ workspace, log, objects, router, memory, settings, tempRoot, ...more }),
    tempRoot,
    skills: async () => (await memory.look()).skills,
    leftovers: () => readdirSync(tempRoot),
    close: async () => {
      await log.dispose();
      rmSync(tempRoot, { recursive: true, force: true });
    },
  };
}

/** The same library with another text of one skill. */
export const withText = (skills: readonly Skill[], name: string, change: (text: string) => string): Skill[] =>
  skills.map((skill) => {
    if (skill.name !== name) return skill;
    const text = change(skill.text);
    return { ...skill, text, body: change(skill.body), hash: sha256(text) };
  });

/** The one rule the skill of the practice workspace has wrong, put right. */
export const mended = (text: string): string => {
  const option = houses.ledger?.[wrongRule.slot] ?? '';
  return text.replace(sentence(wrongRule), sentence({ slot: wrongRule.slot, option }));
};

export async function solve(
  house: PracticeHouse,
  id: string,
  approver: Approver = house.approver,
): Promise<RunSummary> {
  const task = house.tasks.get(id);
  if (!task) throw new Error(`there is no task ${id}`);
  return await solveTask(house, task, approver);
}

export const solveTask = (house: PracticeHouse, task: Task, approver: Approver = house.approver): Promise<RunSummary> =>
  house.engine.solve(task, { model: house.model, approver }, never);

/** Every path below a folder with its bytes, permissions and times of change. */
export function everything(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { mode, mtimeMs, ctimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
      const content = entry.isFile()
        ? readFileSync(file).toString('base64')
        : entry.isSymbolicLink()
          ? readlinkSync(file)
          : 'folder';
      return [path.relative(folder, file), `${mode} ${entry.isFile() ? `${mtimeMs} ${ctimeMs}` : ''} ${content}`];
    }),
  );
}
