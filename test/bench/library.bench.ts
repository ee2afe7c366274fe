import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mapBounded } from '../../src/engine/skills/bounded.js';
import { skillsDirOf } from '../../src/engine/skills/name.js';
import { seeded } from '../unit/store/children.js';

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const count = 10_000;
const words = 'file check list build test run deploy parse value error retry limit query table index cache'.split(' ');

/** A skill of about 3 KB, as skills in the wild are. */
function skillText(name: string, random: () => number): string {
  const word = (): string => words[Math.floor(random() * words.length)] ?? '';
  let body = `# ${name}\n\n`;
  while (body.length < 2800) body += random() < 0.1 ? `${word()}.\n` : `${word()} `;
  const about = `Handles ${word()} and ${word()}. Use when the task asks for ${word()}.`;
  return `---\nname: ${name}\ndescription: ${about}\nlicense: MIT\nmetadata:\n  version: "1.0"\n---\n${body}\n`;
}

async function makeSkills(dir: string): Promise<void> {
  const random = seeded(1);
  const skills = Array.from({ length: count }, (_, index) => {
    const name = `skill-${String(index).padStart(5, '0')}`;
    return { name, text: skillText(name, random) };
  });
  await mapBounded(skills, 32, async ({ name, text }) => {
    await mkdir(path.join(dir, name), { recursive: true });
    await writeFile(path.join(dir, name, 'SKILL.md'), text);
  });
  // Stamps count from two seconds on.
  await sleep(2100);
}

async function measureIn(workspace: string): Promise<readonly Figure[]> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('libraryProcess.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', tsx, program, workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
  return JSON.parse(output) as readonly Figure[];
}

export const bench = {
  title: `Library of ${count} skills of 3 KB`,
  async measure(): Promise<readonly Figure[]> {
    const workspace = await mkdtemp(path.join(os.tmpdir(), 'memento-bench-'));
    try {
      await makeSkills(skillsDirOf(workspace));
      return await measureIn(workspace);
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  },
};
