import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultSettings, type SolveOptions } from '../../../src/engine/engine.js';
import type { RunSummary } from '../../../src/engine/events.js';
import { defaultLearning, type LearningSettings } from '../../../src/engine/write/settings.js';
import { ledgerSkill } from '../../../src/practice/workspace/texts.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { mended } from '../replay/support.js';

const never = new AbortController().signal;

/** The skill that stays when both become one, and the one that goes. */
export const [stays, goes] = ['ledger-conventions', 'ledger-practices'] as const;

/** Tasks that the router gives to the first of the two, with the second close behind. */
export const close = ['ledger-total', 'ledger-largest', 'ledger-net', 'ledger-average'] as const;

/** The right rules under another name: the router can hardly tell the two apart. */
export const twin = (more = ''): string =>
  mended(ledgerSkill())
    .replace(`name: ${stays}`, `name: ${goes}`)
    .replace('# Ledger conventions', '# Ledger practices')
    .replace('comes from the till', 'comes with the month')
    .replace(/\n```\n$/, `\n${more}\`\`\`\n`);

/** A practice house whose library has two skills for one kind of task, and whose rounds end with the fifth judged run. */
export async function openTwins(more: Partial<LearningSettings> = {}, other = twin()): Promise<PracticeHouse> {
  const learning = { ...defaultLearning, roundLength: close.length + 1, ...more };
  const house = await openPracticeHouse({
    settings: { ...defaultSettings, explore: false, learnRouting: false, learning },
  });
  await writeSkill(house, stays, mended(ledgerSkill()));
  await writeSkill(house, goes, other);
  await house.engine.trust([stays, goes]);
  return house;
}

export const fileOf = ({ workspace }: PracticeHouse, skill: string): string =>
  path.join(workspace, '.memento/skills', skill, 'SKILL.md');

export async function writeSkill(house: PracticeHouse, skill: string, text: string): Promise<void> {
  await mkdir(path.dirname(fileOf(house, skill)), { recursive: true });
  await writeFile(fileOf(house, skill), text);
}

/** Does a task, with the skill that is named or the one that is routed to. */
export function solve(
  { engine, model, approver, tasks }: PracticeHouse,
  id: string,
  more: Partial<SolveOptions> = {},
  signal = never,
): Promise<RunSummary> {
  const task = tasks.get(id);
  if (!task) throw new Error(`there is no task ${id}`);
  return engine.solve(task, { model, approver, ...more }, signal);
}

/** Lives through a round: the second skill has worked once, the first one for the others. @returns the run that ended it */
export async function round(
  house: PracticeHouse,
  more: Partial<SolveOptions> = {},
  signal = never,
): Promise<RunSummary> {
  await solve(house, close[0], { ...more, skill: goes });
  for (const id of close.slice(0, -1)) await solve(house, id, more);
  return await solve(house, close[close.length - 1] ?? '', more, signal);
}
