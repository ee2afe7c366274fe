import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError, throwIfCancelled } from '../../errors.js';
import { Pace } from '../../store/pace.js';
import { text } from '../../text.js';
import type { SkillText } from '../example.js';
import {
  knownQueries,
  type NearMiss,
  parseNearMiss,
  parseQuery,
  parseSkill,
  type Place,
  type Query,
  type RouterData,
} from './routerData.js';

/** Larger files are not read: they would not fit into memory beside what is made of them. */
const largestFile = 512 * 1024 * 1024;

/**
 * Reads a folder with `skills.jsonl` and `queries.jsonl`.
 * @throws {HumanError} when a file is missing, too large or holds a line that cannot be used
 * @throws {CancelledError}
 */
export async function readRouterData(folder: string, signal: AbortSignal): Promise<RouterData> {
  const skills: SkillText[] = [];
  const ids = new Set<string>();
  await eachLine(path.join(folder, 'skills.jsonl'), signal, (line, place) => {
    const skill = parseSkill(line, place, ids);
    ids.add(skill.id);
    skills.push(skill);
  });
  if (skills.length === 0) throw new HumanError(text('{0} holds no skills.', 'skills.jsonl'));
  const queries: Query[] = [];
  await eachLine(path.join(folder, 'queries.jsonl'), signal, (line, place) => queries.push(parseQuery(line, place)));
  return { skills, ...knownQueries(queries, ids) };
}

/** Reads near-misses of these skills. @throws {HumanError} @throws {CancelledError} */
export async function readNearMisses(
  file: string,
  skills: readonly SkillText[],
  signal: AbortSignal,
): Promise<readonly NearMiss[]> {
  const ids = new Set(skills.map(({ id }) => id));
  const found: NearMiss[] = [];
  await eachLine(file, signal, (line, place) => {
    const miss = parseNearMiss(line, place, ids);
    if (miss) found.push(miss);
  });
  return found;
}

async function eachLine(file: string, signal: AbortSignal, use: (line: string, place: Place) => void): Promise<void> {
  const name = path.basename(file);
  await mustBeReadable(file);
  const handle = await open(file);
  try {
    const pace = new Pace();
    let number = 0;
    for await (const line of handle.readLines({ encoding: 'utf8' })) {
      number++;
      if (line.trim() !== '') use(number === 1 ? line.replace(/^\uFEFF/, '') : line, { file: name, line: number });
      if (!pace.due) continue;
      throwIfCancelled(signal);
      await pace.rest();
    }
  } finally {
    await handle.close();
  }
}

async function mustBeReadable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new HumanError(text('{0} cannot be read.', file), undefined, { cause: error });
  });
  if (!found.isFile()) throw new HumanError(text('{0} cannot be read.', file));
  if (found.size > largestFile)
    throw new HumanError(text('{0} is larger than {1} MB.', file, largestFile / 1024 / 1024));
}
