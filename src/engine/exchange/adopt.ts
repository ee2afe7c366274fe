import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { HumanError } from '../errors.js';
import { fileProblem } from '../safety/fileProblem.js';
import type { Skill } from '../skills/skill.js';
import type { Content, FileContent } from '../skills/tree.js';
import { sha256 } from '../store/hash.js';
import { text } from '../text.js';
import { Budget, limits } from './limits.js';
import { readInside } from './readInside.js';

/**
 * The files of a skill of the library, exactly as the library has read them.
 * @throws {HumanError} when one has changed or gone since
 */
export async function contentOf(skill: Pick<Skill, 'name' | 'path' | 'files'>): Promise<Content> {
  const dir = path.dirname(skill.path);
  const root = await realpath(dir).catch((error: unknown) => Promise.reject(fileProblem(error, dir) as Error));
  const budget = new Budget(limits.skill, skill.name);
  const content = new Map<string, FileContent>();
  for (const { path: file, hash, executable } of skill.files) {
    const { data } = await readInside(root, file, budget);
    if (sha256(data) !== hash)
      throw new HumanError(
        text('“{0}” of “{1}” has just been changed by another program. Try again.', file, skill.name),
        'retry',
      );
    content.set(file, { data, executable });
    await turn();
  }
  return content;
}
