import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { runProcess } from '../../act/process.js';
import { HumanError } from '../../errors.js';
import { makeTempFolder, removeTempFolder } from '../tempFolders.js';
import type { Confinement } from './confinement.js';

/** Does what walls must prevent and says what worked; then what they must allow. Bash, because only that opens connections by itself. */
const trial = `
(echo planted > "$OUTSIDE/planted") 2>/dev/null && echo wrote
(cat "$OUTSIDE/theirs") 2>/dev/null
(exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && echo connected
kill "$PROCESS" 2>/dev/null
echo inside > made && cat made
[ -n "$BASH_VERSION" ] && echo end
`;

/** Milliseconds; the trial takes a fraction of one second. */
const patience = 20_000;

/** Whether the walls of a method stand on this machine. @throws {CancelledError} when the signal fires */
export async function holds(method: Confinement, tempRoot: string, signal: AbortSignal): Promise<boolean> {
  const temp = await makeTempFolder(await realpath(tempRoot));
  const server = createServer((connection) => connection.destroy());
  // Someone else's process: it is for the walls to keep it alive.
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore' }).on('error', () => undefined);
  let connections = 0;
  server.on('connection', () => connections++);
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const folder = async (name: string): Promise<string> => {
      await mkdir(path.join(temp, name));
      return path.join(temp, name);
    };
    const [copy, outside, workspace] = [await folder('copy'), await folder('outside'), await folder('workspace')];
    await writeFile(path.join(outside, 'theirs'), 'theirs\n');
    const result = await runProcess(
      {
        command: trial,
        cwd: copy,
        run: path.basename(temp),
        timeoutMs: patience,
        environment: {
          OUTSIDE: outside,
          PORT: String((server.address() as AddressInfo).port),
          PROCESS: String(bystander.pid),
        },
        confine: await method.around({ copy, workspace, temp }),
      },
      signal,
    );
    const made = await readFile(path.join(copy, 'made'), 'utf8').catch(() => '');
    const untouched = (await readdir(outside)).join() === 'theirs' && !(await readdir(workspace)).length;
    const lives = bystander.exitCode === null && bystander.signalCode === null;
    return result.output === 'inside\nend\n' && made === 'inside\n' && untouched && lives && connections === 0;
  } catch (error) {
    // The program is not there, or the system refuses it.
    if (error instanceof HumanError) return false;
    throw error;
  } finally {
    bystander.kill('SIGKILL');
    await new Promise((resolve) => server.close(resolve));
    await removeTempFolder(temp);
  }
}
