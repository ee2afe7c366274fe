import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../../src/engine/createEngine.js';
import { defaultSettings, type Engine, type EngineOptions } from '../../../src/engine/engine.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { workspaceStateDir } from '../../../src/engine/store/paths.js';
import { Proposals, type ProposalDraft } from '../../../src/engine/write/proposals.js';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { notGated } from '../../../src/engine/write/gate/report.js';
import { text } from '../../../src/engine/text.js';

const clock = { now: () => Date.now() };

/** A workspace with a library, on a real disk, and engines on it as windows would open them. */
export interface Desk {
  readonly workspace: string;
  readonly home: string;
  /** Another window on the same folder; closed after the test. */
  readonly open: (more?: Partial<EngineOptions>) => Promise<Engine>;
  /** Path of a file of a skill. */
  readonly file: (skill: string, name?: string) => string;
  /** Writes a file of a skill as any program could. */
  readonly write: (skill: string, content?: string, name?: string) => Promise<string>;
  readonly read: (skill: string, name?: string) => Promise<string>;
  /** A proposal to rewrite or create a skill, as the write step leaves it. */
  readonly propose: (skill: string, before: string | null, after: string) => Promise<string>;
}

/** A fresh {@link Desk} for each test of the surrounding `describe`. */
export function useDesk(): () => Desk {
  let engines: Engine[] = [];
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.dispose()));
    engines = [];
  });
  // After the hook above: the engines write until they are closed.
  const inTemp = useTempFolder();
  return () => {
    const [workspace, home] = [inTemp('workspace'), inTemp('home')];
    const file = (skill: string, name = 'SKILL.md'): string => path.join(workspace, '.memento/skills', skill, name);
    return {
      workspace,
      home,
      file,
      open: async (more = {}) => {
        await mkdir(workspace, { recursive: true });
        const engine = await createEngine({
          workspace,
          home,
          templates: path.resolve('skills-template'),
          settings: defaultSettings,
          clock,
          logger: {
            info: () => undefined,
            warn: () => undefined,
            error: (message, error) => console.error(message, error),
          },
          watch: false,
          ...more,
        });
        engines.push(engine);
        return engine;
      },
      write: async (skill, content = skillText(skill), name) => {
        await mkdir(path.dirname(file(skill, name)), { recursive: true });
        await writeFile(file(skill, name), content);
        return file(skill, name);
      },
      read: (skill, name) => readFile(file(skill, name), 'utf8'),
      propose: async (skill, before, after) => {
        const draft: ProposalDraft = {
          operation: before === null ? 'create' : 'rewrite',
          skill,
          baseHash: before === null ? null : sha256(before),
          baseVersion: before === null ? null : 1,
          before: before ?? '',
          after,
          summary: 'States the rule.',
          runs: [],
          attribution: null,
          model: { label: 'a person', simulated: false },
          gate: notGated(text('Nothing has been replayed.')),
        };
        return (await new Proposals(path.join(workspaceStateDir(home, workspace), 'proposals'), clock).create(draft))
          .id;
      },
    };
  };
}
