// Measures a library in a process of its own, where memory is what the library takes; prints the figures as JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapBounded } from '../../src/engine/skills/bounded.js';
import { createLibrary } from '../../src/engine/skills/library.js';
import { skillsDirOf } from '../../src/engine/skills/name.js';
import type { LibrarySnapshot } from '../../src/engine/skills/skill.js';

/** Files open at the same time when they are just read. */
const parallel = 32;

/** MB that the process takes from the machine. */
function residentMB(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

interface Timed {
  readonly wall: number;
  readonly cpu: number;
  /** Milliseconds the event loop was held up at worst. */
  readonly held: number;
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  const began = performance.now();
  delays.enable();
  await work();
  delays.disable();
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000, held: delays.max / 1e6 };
}

const mark = 'The last line.\n';

/** Another process adds a line to every file, as a checkout would. */
async function changeAll(dir: string): Promise<void> {
  const program = `const fs=require('node:fs');const [dir,line]=process.argv.slice(1);
    for(const name of fs.readdirSync(dir))fs.appendFileSync(dir+'/'+name+'/SKILL.md',line);`;
  await once(spawn(process.execPath, ['-e', program, dir, mark], { stdio: 'inherit' }), 'close');
}

async function measureIn(workspace: string): Promise<unknown> {
  const dir = skillsDirOf(workspace);
  const files = (await readdir(dir)).sort().map((name) => path.join(dir, name, 'SKILL.md'));
  const before = residentMB();
  const readPlain = (): Promise<unknown> => mapBounded(files, parallel, (file) => readFile(file, 'utf8'));
  const library = createLibrary({ workspace, templates: path.join(workspace, 'none') });
  let changes = 0;
  let latest: LibrarySnapshot | undefined;
  library.onDidChange((snapshot) => {
    changes++;
    latest = snapshot;
  });
  const first = await timed(() => library.read());
  const afterRead = residentMB();
  const again = await timed(() => library.read());
  const watching = await timed(() => library.watch());
  const afterWatch = residentMB();
  const becomes = async (expected: (snapshot: LibrarySnapshot) => boolean): Promise<void> => {
    while (!latest || !expected(latest)) await sleep(5);
  };
  const one = await timed(async () => {
    await writeFile(files[files.length / 2] ?? '', `---\nname: x\ndescription: Changed.\n---\n`);
    await becomes(() => true);
  });
  changes = 0;
  let late = 0;
  const burst = await timed(async () => {
    await changeAll(dir);
    const began = performance.now();
    await becomes(({ skills }) => skills.every(({ text }) => text.endsWith(mark)));
    late = performance.now() - began;
  });
  await sleep(1000);
  latest = undefined;
  const afterBurst = residentMB();
  await library.dispose();
  const plain = await timed(readPlain);
  return [
    { what: 'first reading / reading the same files with fs.readFile', value: first.wall / plain.wall, unit: 'x' },
    { what: 'the same in processor time', value: first.cpu / plain.cpu, unit: 'x' },
    { what: 'reading again, nothing changed / first reading (processor)', value: again.cpu / first.cpu, unit: 'x' },
    { what: 'one change / first reading (processor)', value: one.cpu / first.cpu, unit: 'x' },
    { what: 'first reading', value: first.wall, unit: 'ms' },
    { what: 'first reading, processor', value: first.cpu, unit: 'ms' },
    { what: 'first reading, event loop held up at worst', value: first.held, unit: 'ms' },
    { what: 'reading again, processor', value: again.cpu, unit: 'ms' },
    { what: 'until the watcher sees changes', value: watching.wall, unit: 'ms' },
    { what: 'until then, event loop held up at worst', value: watching.held, unit: 'ms' },
    { what: 'one change, until it is told', value: one.wall, unit: 'ms' },
    { what: 'one change, processor', value: one.cpu, unit: 'ms' },
    { what: `burst of ${files.length} changed files, refreshes`, value: changes, unit: '' },
    { what: 'burst, from the last write until all is right', value: late, unit: 'ms' },
    { what: 'burst, event loop held up at worst', value: burst.held, unit: 'ms' },
    { what: 'memory (RSS) more than before, after the first reading', value: afterRead - before, unit: 'MB' },
    { what: 'memory, when it is watched', value: afterWatch - before, unit: 'MB' },
    { what: 'memory, after the burst', value: afterBurst - before, unit: 'MB' },
  ];
}

process.stdout.write(JSON.stringify(await measureIn(process.argv[2] ?? '')));
