import { diffArrays } from 'diff';

/**
 * The search for the smallest difference takes time with the square of the edits. Up to the first number it runs at once (about 5 ms), up to
 * the second with a turn of the event loop after each step; beyond that, and in larger regions, the region counts as replaced whole.
 */
const editsAtOnce = 100;
const maxEdits = 600;
const maxRegionLines = 20_000;

const contextLines = 3;
/** Longer lines are cut for display. */
const maxLineLength = 500;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** How many lines were added and removed. Binary content has no lines: 0 and 0. */
export async function countChanges(
  before: Uint8Array | null,
  after: Uint8Array | null,
): Promise<{ readonly added: number; readonly removed: number }> {
  if (isBinary(before) || isBinary(after)) return { added: 0, removed: 0 };
  const { changed } = await compare(decode(before), decode(after));
  const count = (sign: Line['sign']) => changed.filter((line) => line.sign === sign).length;
  return { added: count('+'), removed: count('-') };
}

/**
 * The change as lines of a unified diff: `@@` headers, then lines starting with ' ', '-' or '+'. When there are more than `limit`, the rest
 * is left out and the last line says how much: `… +12 -3`.
 *
 * @param show makes a line fit to be shown (control characters visible)
 */
export async function unifiedLines(
  before: string,
  after: string,
  show: (line: string) => string,
  limit = 200,
): Promise<string[]> {
  const result: string[] = [];
  let [hiddenAdded, hiddenRemoved] = [0, 0];
  for (const hunk of hunksOf(await compare(before, after))) {
    if (result.length < limit) result.push(headerOf(hunk));
    for (const line of hunk.lines)
      if (result.length < limit) result.push(...shown(line, show));
      else if (line.sign === '+') hiddenAdded++;
      else if (line.sign === '-') hiddenRemoved++;
  }
  if (hiddenAdded || hiddenRemoved) result.push(`… +${hiddenAdded} -${hiddenRemoved}`);
  return result;
}

function shown({ sign, text }: Line, show: (line: string) => string): string[] {
  const plain = text.endsWith(unended) ? text.slice(0, -unended.length) : text;
  const line = sign + show(plain.length > maxLineLength ? `${plain.slice(0, maxLineLength)}…` : plain);
  return plain === text ? [line] : [line, '\\ No newline at end of file'];
}

/** A NUL byte near the beginning: the rule of thumb that git uses. */
export const isBinary = (bytes: Uint8Array | null): boolean => bytes?.subarray(0, 8000).includes(0) ?? false;

const decode = (bytes: Uint8Array | null): string => (bytes ? new TextDecoder().decode(bytes) : '');

/** Marks a last line without an end, so that adding the end shows as a change; it cannot occur in a text file. */
const unended = '\0';

/** Lines without their ends. */
function linesOf(text: string): string[] {
  if (!text) return [];
  const lines = text.split('\n');
  const last = lines.pop();
  if (last) lines.push(last + unended);
  return lines;
}

/** The differing region, and as many equal lines around it as are shown. */
interface Comparison {
  /** Number of the region's first line, from 1. */
  readonly start: number;
  readonly lead: readonly string[];
  readonly changed: readonly Line[];
  readonly trail: readonly string[];
}

/** Cuts off the equal beginning and end before anything is split into lines: most changes to large files are small. */
async function compare(before: string, after: string): Promise<Comparison> {
  const head = commonHead(before, after);
  const tail = commonTail(before, after, head);
  const region = (text: string) => linesOf(text.slice(head, text.length - tail));
  let leadStart = head;
  for (let left = contextLines; left > 0 && leadStart > 0; left--) leadStart = lineStart(before, leadStart - 1);
  let trailEnd = before.length - tail;
  for (let left = contextLines; left > 0 && trailEnd < before.length; left--) trailEnd = lineEnd(before, trailEnd);
  return {
    start: 1 + countLineEnds(before, head),
    lead: linesOf(before.slice(leadStart, head)),
    changed: await align(region(before), region(after)),
    trail: linesOf(before.slice(before.length - tail, trailEnd)),
  };
}

const block = 64 * 1024;

/** Length of the equal beginning, in whole lines. */
function commonHead(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  if (a === b) return a.length;
  at = Math.min(at, shorter);
  while (at < shorter && a[at] === b[at]) at++;
  return lineStart(a, at);
}

/** Length of the equal end behind `head`, in whole lines. */
function commonTail(a: string, b: string, head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let length = 0;
  const blockAt = (text: string) => text.slice(text.length - length - block, text.length - length);
  while (length + block <= most && blockAt(a) === blockAt(b)) length += block;
  while (length < most && a[a.length - length - 1] === b[b.length - length - 1]) length++;
  const startsLine = (text: string) => text.length - length === head || text[text.length - length - 1] === '\n';
  return startsLine(a) && startsLine(b) ? length : a.length - lineEnd(a, a.length - length);
}

/** Where the line that holds the character before `at` begins; `at` itself when a line begins there. */
const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

/** Where the line after the one at `at` begins, or the end of the text. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function countLineEnds(text: string, before: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < before; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

async function align(removed: readonly string[], added: readonly string[]): Promise<Line[]> {
  const [inAdded, inRemoved] = [new Set(added), new Set(removed)];
  // Lines the other side does not have cannot be matched: without them the search is short.
  const shared = [removed.filter((line) => inAdded.has(line)), added.filter((line) => inRemoved.has(line))] as const;
  const kept = removed.length + added.length > maxRegionLines ? [] : await longestCommon(...shared);
  const lines: Line[] = [];
  let [r, a] = [0, 0];
  const flush = (text: string | undefined) => {
    while (r < removed.length && removed[r] !== text) lines.push({ sign: '-', text: removed[r++] ?? '' });
    while (a < added.length && added[a] !== text) lines.push({ sign: '+', text: added[a++] ?? '' });
  };
  for (const text of kept) {
    flush(text);
    lines.push({ sign: ' ', text });
    r++;
    a++;
  }
  flush(undefined);
  return lines;
}

/** The lines both sides have in the same order, as many as possible; none when they are too different to search. */
async function longestCommon(removed: string[], added: string[]): Promise<string[]> {
  if (!removed.length || !added.length) return [];
  const parts =
    diffArrays(removed, added, { maxEditLength: editsAtOnce }) ??
    (await new Promise<ReturnType<typeof diffArrays<string>> | undefined>((callback) =>
      diffArrays(removed, added, { maxEditLength: maxEdits, callback }),
    ));
  return parts?.flatMap((part) => (part.added || part.removed ? [] : part.value)) ?? [];
}

interface LineHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: Line[];
}

/** Groups changes that are closer than twice the context. */
function hunksOf({ start, lead, changed, trail }: Comparison): LineHunk[] {
  if (!changed.length) return [];
  const context = (texts: readonly string[]) => texts.map((text): Line => ({ sign: ' ', text }));
  const lines = [...context(lead), ...changed, ...context(trail)];
  const hunks: LineHunk[] = [];
  let [oldLine, newLine] = [start - lead.length, start - lead.length];
  let open: LineHunk | undefined;
  let lastChange = -Infinity;
  const nextChange = nextChanges(lines);
  for (const [index, line] of lines.entries()) {
    if (line.sign !== ' ') lastChange = index;
    if (index - lastChange <= contextLines || (nextChange[index] ?? Infinity) - index <= contextLines) {
      if (!open) hunks.push((open = { oldStart: oldLine, newStart: newLine, lines: [] }));
      open.lines.push(line);
    } else open = undefined;
    if (line.sign !== '+') oldLine++;
    if (line.sign !== '-') newLine++;
  }
  return hunks;
}

/** For each line the index of the next changed line, itself included. */
function nextChanges(lines: readonly Line[]): number[] {
  const next = new Array<number>(lines.length);
  let found = Infinity;
  for (let index = lines.length - 1; index >= 0; index--) {
    if (lines[index]?.sign !== ' ') found = index;
    next[index] = found;
  }
  return next;
}

function headerOf({ oldStart, newStart, lines }: LineHunk): string {
  const size = (other: Line['sign']) => lines.filter(({ sign }) => sign !== other).length;
  const range = (start: number, count: number) => `${count ? start : start - 1},${count}`;
  return `@@ -${range(oldStart, size('+'))} +${range(newStart, size('-'))} @@`;
}
