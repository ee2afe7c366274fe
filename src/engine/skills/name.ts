import path from 'node:path';
import { HumanError } from '../errors.js';
import { text } from '../text.js';

/** Agent Skills: 1 to 64 of a-z, 0-9 and single inner hyphens. */
const pattern = /^(?!.*--)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Names that Windows keeps for devices: a folder or log file of this name cannot be made there. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Whether a skill may have this name; such a name is also safe as part of a path. */
export const isSkillName = (name: string): boolean => pattern.test(name) && !reserved.test(name);

/** @throws {HumanError} for a name no skill may have. */
export function requireSkillName(name: string): void {
  if (!isSkillName(name)) throw new HumanError(text('“{0}” is not a valid skill name.', name));
}

/** The folder of a workspace's own skills. */
export const skillsDirOf = (workspace: string): string => path.join(workspace, '.memento', 'skills');
