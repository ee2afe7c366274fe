import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A valid SKILL.md. */
export const skillText = (name: string, body = 'Do it.\n'): string =>
  `---\nname: ${name}\ndescription: Does ${name}. Use when it must be done.\n---\n${body}`;

export async function writeSkill(skillsDir: string, name: string, content = skillText(name)): Promise<string> {
  await mkdir(path.join(skillsDir, name), { recursive: true });
  const file = path.join(skillsDir, name, 'SKILL.md');
  await writeFile(file, content);
  return file;
}

/** Waits until something is so; mocha's time limit ends the wait when it never is. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}
