import { readdir, readFile } from 'node:fs/promises';

/** Living processes whose command line holds a text, this one apart. */
export async function alive(part: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (line.includes(part) && !/\) [ZX] /.test(stat)) found.push(line.replaceAll('\0', ' '));
  }
  return found;
}
