import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';

/** Carries out one tool call and returns what the model is told, in the words of the product's tools. */
export type Tools = (name: string, input: Readonly<Record<string, string>>) => string;

/** Tools that really read, write and run in a folder. */
export function folderTools(folder: string): Tools {
  return (name, input) => {
    const file = path.join(folder, input.path ?? '');
    if (name === 'read_file') return readFileSync(file, 'utf8');
    if (name === 'run_command') return shell(input.command ?? '', folder);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, input.content ?? '');
    return `Created ${input.path ?? ''}.`;
  };
}

/** Tools on files in memory. Programs run in node:vm, which is quick; pipelines run in a real shell, each once. */
export function memoryTools(files: Readonly<Record<string, string>>): Tools {
  const held = new Map(Object.entries(files));
  return (name, input) => {
    if (name === 'read_file') return held.get(input.path ?? '') ?? 'Error: there is no such file';
    if (name === 'write_file') {
      held.set(input.path ?? '', input.content ?? '');
      return `Created ${input.path ?? ''}.`;
    }
    const script = /^node (\S+)$/.exec(input.command ?? '')?.[1];
    return script ? runProgram(held.get(script) ?? '', held) : shellOnce(input.command ?? '', files);
  };
}

/** Runs a program of the model with the two things it may use: files and console.log. */
export function runProgram(program: string, files: ReadonlyMap<string, string>): string {
  const printed: string[] = [];
  const script = program.replace(/^import \{ readFileSync \} from 'node:fs';$/m, '');
  vm.runInNewContext(script, {
    readFileSync: (name: string) => files.get(name),
    console: { log: (line: string) => printed.push(line) },
  });
  return `${printed.join('\n')}\n[exit 0]`;
}

function shell(command: string, folder: string, environment: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return `${stdout}${stderr}[exit ${status ?? 'none'}]`;
}

/** Runs the check of a practice task as the product does: the answer in the environment. */
export function runCheck(
  script: string,
  folder: string,
  answer: string,
): { readonly passed: boolean; readonly tail: string } {
  const output = shell(script, folder, { ANSWER: answer });
  return { passed: output.endsWith('[exit 0]'), tail: output.replace(/\n?\[exit .*\]$/, '') };
}

const outputs = new Map<string, string>();

function shellOnce(command: string, files: Readonly<Record<string, string>>): string {
  const key = JSON.stringify([command, files]);
  const before = outputs.get(key);
  if (before !== undefined) return before;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-practice-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const output = shell(command, folder);
    outputs.set(key, output);
    return output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
