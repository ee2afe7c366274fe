import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../errors.js';
import { explained } from '../safety/fileProblem.js';
import { fileIn, keepsModes } from '../skills/historyFolder.js';
import { skillsDirOf } from '../skills/name.js';
import { isForeign, type Skill } from '../skills/skill.js';
import { sha256 } from '../store/hash.js';
import type { ObjectStore } from '../store/objects.js';
import { text } from '../text.js';
import { NotReplayable } from './notReplayable.js';

/**
 * Writes skills into the library of a copy, so that their scripts are where their texts say. Skills of other agents' folders lie in the copy
 * already, or in the person's home, which a replay does not see.
 *
 * @param skills those the agent gets to know: it can follow no other
 * @throws {NotReplayable} when a file of a skill is neither stored nor still in its folder
 */
export async function writeLibrary(
  skills: readonly Skill[],
  folder: string,
  objects: Pick<ObjectStore, 'get'>,
  signal: AbortSignal,
): Promise<void> {
  for (const skill of skills.filter(({ source }) => !isForeign(source))) {
    const dir = path.join(skillsDirOf(folder), path.basename(path.dirname(skill.path)));
    await write(path.join(dir, 'SKILL.md'), skill.text, false);
    for (const file of skill.files.filter((one) => one.path !== 'SKILL.md')) {
      throwIfCancelled(signal);
      await write(fileIn(dir, file.path), await bytesOf(skill, file, objects), file.executable);
    }
  }
}

async function write(file: string, data: string | Uint8Array, executable: boolean): Promise<void> {
  await explained(file, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, data);
    if (executable && keepsModes) await chmod(file, 0o755);
  });
}

async function bytesOf(skill: Skill, file: Skill['files'][number], objects: Pick<ObjectStore, 'get'>): Promise<Buffer> {
  const there = await readFile(fileIn(path.dirname(skill.path), file.path)).catch(() => undefined);
  if (there && sha256(there) === file.hash) return there;
  const stored = await objects.get(file.hash).catch(() => undefined);
  if (!stored) throw new NotReplayable(text('The file “{0}” of the skill {1} is not kept.', file.path, skill.name));
  return stored;
}
