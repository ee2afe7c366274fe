import { stat } from 'node:fs/promises';
import os from 'node:os';
import { rootName, rootsFor, type Root } from '../../engine/skills/libraryRoot.js';
import type { SkillSource } from '../../engine/skills/skill.js';
import { disabledSources } from '../context.js';

/** The library's own folder, then those of other agents that are not switched off, whether they exist or not. */
export const sourcesOf = (workspace: string, environment: NodeJS.ProcessEnv): readonly Root[] =>
  rootsFor({ workspace, userHome: os.homedir(), disabled: disabledSources(environment) });

/** How many skills, usable or not, each source has; `found` says whether its folder exists. */
export async function countedSources(
  workspace: string,
  environment: NodeJS.ProcessEnv,
  skills: readonly { readonly source: SkillSource }[],
): Promise<
  readonly { readonly source: string; readonly path: string; readonly found: boolean; readonly skills: number }[]
> {
  const counts = new Map<string, number>();
  for (const { source } of skills) {
    const name = rootName(source);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return await Promise.all(
    sourcesOf(workspace, environment).map(async ({ source, dir }) => ({
      source: rootName(source),
      path: dir,
      found: await stat(dir).then(
        (info) => info.isDirectory(),
        () => false,
      ),
      skills: counts.get(rootName(source)) ?? 0,
    })),
  );
}
