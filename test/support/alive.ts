import { readdir, readFile } from 'node:fs/promises';

/**
 * Command lines of the living processes, this one apart, whose command line or environment holds a text. A zombie is none of them: it has
 * ended, and when it is taken away is up to the system.
 */
export async function alive(part: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const [line, environment, stat] = await Promise.all([read('cmdline'), read('environ'), read('stat')]);
    if (`${line}\0${environment}`.includes(part) && !/\) [ZX] /.test(stat)) found.push(line.replaceAll('\0', ' '));
  }
  return found;
}
