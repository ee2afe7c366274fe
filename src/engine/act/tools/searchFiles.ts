import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { HumanError, throwIfCancelled } from '../../errors.js';
import { codeOf, explained } from '../../safety/fileProblem.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveInside } from '../../safety/paths.js';
import { isSensitive } from '../../safety/sensitive.js';
import { text } from '../../text.js';
import { readContent } from '../files.js';
import { look, openParent } from '../folder.js';
import { skippedFolders } from '../scan.js';
import { globTest } from './glob.js';
import { regexMatcher, textMatcher, type Matcher } from './matcher.js';
import { tryDecode } from './textFile.js';
import type { Tool } from './tool.js';
import { brief } from './words.js';

const limits = { hits: 200, files: 20_000, bytes: 256 * 1024 * 1024, fileBytes: 2 * 1024 * 1024, ms: 10_000 };
const readAtOnce = 8;

const schema = z.strictObject({
  query: z.string().min(1).max(1000).describe('Text to find in a line, letter case as given.'),
  regex: z.boolean().optional().describe('The query is a JavaScript regular expression, tried on each line.'),
  path: z.string().min(1).max(4096).optional().describe('File or folder to search; the workspace when absent.'),
  glob: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only files whose path fits, for example *.ts or src/**/*.{js,ts}.'),
});

/** Searches the text files below a folder. Sensitive files are left out: reading those is asked for. */
export const searchFiles: Tool<z.infer<typeof schema>> = {
  name: 'search_files',
  description: `Finds lines in the text files of the workspace. Returns "path:line: text", at most ${limits.hits} hits. Package, cache and version control folders are left out unless path names one.`,
  schema,
  title: ({ query }) => text('Search for {0}', brief(query)),
  async run({ query, regex = false, path: requested = '.', glob }, { workspace }, signal) {
    if (/[\n\r\0]/.test(query))
      throw new HumanError(text('A search looks at single lines: the query cannot hold a line end.'));
    const start = await resolveInside(workspace, requested);
    const fits = glob === undefined ? () => true : globTest(glob);
    const matcher = regex ? regexMatcher(query) : textMatcher(query);
    try {
      const search = new Search(workspace, matcher, fits, signal);
      await explained(requested, () => search.run(start));
      return search.result();
    } finally {
      await matcher.dispose();
    }
  },
};

class Search {
  private readonly lines: string[] = [];
  private readonly until = performance.now() + limits.ms;
  private files = 0;
  private bytes = 0;
  private large = 0;
  private sensitive = 0;
  private stopped = '';

  constructor(
    private readonly workspace: string,
    private readonly matcher: Matcher,
    private readonly fits: (relative: string) => boolean,
    private readonly signal: AbortSignal,
  ) {}

  async run(start: string): Promise<void> {
    const found = await look(start);
    if (!found) throw Object.assign(new Error('nothing there'), { code: 'ENOENT' });
    if (!found.isDirectory()) return this.inFolder(path.dirname(start), [path.basename(start)], []);
    const queue = [start];
    for (let folder = queue.shift(); folder !== undefined && !this.stopped; folder = queue.shift())
      // A folder that may not be read, or vanishes, is not the end of the search.
      await this.inFolder(folder, undefined, queue).catch((error: unknown) => {
        if (error instanceof HumanError || !codeOf(error)) throw error;
      });
  }

  result(): { ok: true; output: string; summary: ReturnType<typeof text> } {
    const hits = this.lines.length;
    const notes = [
      this.stopped,
      this.large && `${this.large} file(s) over ${limits.fileBytes / 2 ** 20} MB were not searched.`,
      this.sensitive && `${this.sensitive} file(s) that may hold secrets were not searched; read_file asks for them.`,
    ].filter(Boolean);
    return {
      ok: true,
      output: [hits ? this.lines.join('\n') : 'No line fits.', ...notes.map((note) => `[${note}]`)].join('\n'),
      summary: hits === 1 ? text('1 hit') : text('{0} hits', hits),
    };
  }

  private async inFolder(folder: string, only: readonly string[] | undefined, queue: string[]): Promise<void> {
    throwIfCancelled(this.signal);
    const held = await openParent(this.workspace, path.join(folder, '-'), false);
    try {
      const entries = only ? [] : await readdir(held.at('.'), { withFileTypes: true });
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries)
        if (entry.isDirectory() && !skippedFolders.has(entry.name)) queue.push(path.join(folder, entry.name));
      const files = only ?? entries.filter((entry) => entry.isFile()).map(({ name }) => name);
      const wanted = files.filter((name) => this.isWanted(path.join(folder, name)));
      for (let index = 0; index < wanted.length && !this.stopped; index += readAtOnce) {
        const some = wanted.slice(index, index + readAtOnce);
        const contents = await Promise.all(some.map((name) => this.read(held.at(name))));
        for (const [place, name] of some.entries()) await this.inFile(path.join(folder, name), contents[place]);
      }
    } finally {
      await held.close();
    }
  }

  private isWanted(absolute: string): boolean {
    const relative = relativeTo(this.workspace, absolute);
    if (!this.fits(relative)) return false;
    if (!isSensitive(relative)) return true;
    this.sensitive++;
    return false;
  }

  private async read(at: string): Promise<Uint8Array | undefined> {
    const found = await look(at).catch(() => null);
    if (!found?.isFile()) return undefined;
    if (found.size > limits.fileBytes) {
      this.large++;
      return undefined;
    }
    return (await readContent(at, '').catch(() => null))?.bytes;
  }

  private async inFile(absolute: string, bytes: Uint8Array | undefined): Promise<void> {
    throwIfCancelled(this.signal);
    const content = bytes && tryDecode(bytes)?.text;
    const left = this.until - performance.now();
    if (!this.stopped && left <= 0) this.stopped = `Stopped after ${limits.ms / 1000} s: search a folder inside.`;
    if (!content || this.stopped) return;
    const hits = await this.matcher.find(content, limits.hits - this.lines.length, left, this.signal);
    const name = visible(relativeTo(this.workspace, absolute)).replaceAll('\n', '\\n');
    if (!hits) this.stopped = `Stopped in ${name}: the expression takes too long, make it simpler.`;
    for (const hit of hits ?? []) this.lines.push(`${name}:${hit.line}: ${hit.text}`);
    this.files++;
    this.bytes += bytes.length;
    if (this.lines.length >= limits.hits) this.stopped = `Only the first ${limits.hits} hits.`;
    else if (this.files >= limits.files || this.bytes >= limits.bytes)
      this.stopped ||= `Stopped after ${this.files} files: search a folder inside.`;
  }
}
