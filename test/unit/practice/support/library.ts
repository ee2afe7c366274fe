import type { Skill } from '../../../../src/engine/skills/skill.js';
import { type House, sentence } from '../../../../src/practice/kb/house.js';
import { domains, slotsOf } from '../../../../src/practice/kb/kinds.js';
import { isRight, type World, type WorldTask } from '../../../../src/practice/world.js';
import { askCreate, askRewrite, type Librarian } from './librarian.js';
import { episode, type Run, runTask, skillFrom } from './run.js';
import { memoryTools } from './tools.js';

/** One skill for each domain; routing is not what is tested here. */
export type Library = ReadonlyMap<string, Skill>;

/** The skills of somebody who knows the houses. */
export const oracle = (houses: ReadonlyMap<string, House>): Library =>
  new Map(
    domains.map((domain) => {
      const house = houses.get(domain);
      const lines = slotsOf(domain).map((slot) => `- ${sentence({ slot, option: house?.[slot] ?? '' })}\n`);
      return [
        domain,
        skillFrom(`---\nname: ${domain}\ndescription: About ${domain}.\n---\n\`\`\`recipe\n${lines.join('')}\`\`\`\n`),
      ];
    }),
  );

/** Solves a task of a world with the skill of its domain. */
export const solve = (who: Librarian, task: WorldTask, library: Library): Promise<Run> =>
  runTask(task.prompt, library.get(task.domain), { ...who, tools: memoryTools(task.files) });

/** Share of tasks solved, 0 to 1. */
export async function accuracy(who: Librarian, tasks: readonly WorldTask[], library: Library): Promise<number> {
  let solved = 0;
  for (const task of tasks) if (isRight(task, (await solve(who, task, library)).answer)) solved++;
  return solved / tasks.length;
}

/** Failures shown in one prompt. */
const shown = 4;

/** Learns a skill for each domain: written from the first failures, rewritten from what still fails. */
export async function learn(who: Librarian, world: World, rounds = 3): Promise<Library> {
  const library = new Map<string, Skill>();
  for (const domain of domains)
    for (let round = 0; round < rounds; round++) {
      const runs = [];
      for (const task of world.train.filter((one) => one.domain === domain)) {
        const run = await solve(who, task, library);
        runs.push(episode(run, task.check.answer, isRight(task, run.answer) ? 'success' : 'failure'));
      }
      const failures = runs.filter(({ outcome }) => outcome === 'failure').slice(0, shown);
      if (!failures.length) break;
      const keep = runs.filter(({ outcome }) => outcome === 'success').slice(0, shown);
      const current = library.get(domain);
      const next = current
        ? skillFrom((await askRewrite(who, current, failures, keep)).after)
        : (await askCreate(who, failures))?.skill;
      if (next) library.set(domain, next);
    }
  return library;
}
