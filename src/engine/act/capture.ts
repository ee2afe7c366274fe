import { EscapeFilter } from './escapes.js';

/** Bytes of text reported while a command runs; more would flood the event stream. */
const liveBytes = 256 * 1024;

/**
 * The output of a command in bounded memory: its first and last bytes as clean text. Invalid UTF-8 is replaced, terminal escapes and control
 * characters are taken out.
 */
export class Capture {
  private readonly head: Buffer;
  private readonly tail: Buffer;
  private total = 0;

  /**
   * @param limit bytes of UTF-8 kept, half of them from the beginning and half from the end
   * @param live told of new text while it comes, up to 256 KB
   */
  constructor(
    limit: number,
    private readonly live: (delta: string) => void = () => undefined,
  ) {
    this.head = Buffer.alloc(Math.floor(limit / 2));
    this.tail = Buffer.alloc(limit - this.head.length);
  }

  /** A way in for one stream: characters and escapes may be split between its pieces. */
  open(): { push(piece: Uint8Array): void; end(): void } {
    const decoder = new TextDecoder();
    const filter = new EscapeFilter();
    return {
      push: (piece) => this.add(filter.push(decoder.decode(piece, { stream: true }))),
      end: () => this.add(filter.push(decoder.decode()) + filter.end()),
    };
  }

  get truncated(): boolean {
    return this.total > this.head.length + this.tail.length;
  }

  /** The text kept; where bytes were left out in the middle, a line says how many. */
  text(): string {
    const { head, tail, total } = this;
    if (total <= head.length) return head.toString('utf8', 0, total);
    const inTail = Math.min(total - head.length, tail.length);
    const end = (total - head.length) % tail.length;
    const ordered =
      inTail < tail.length ? tail.subarray(0, inTail) : Buffer.concat([tail.subarray(end), tail.subarray(0, end)]);
    if (!this.truncated) return Buffer.concat([head, ordered]).toString();
    const first = head.subarray(0, wholeEnd(head));
    const last = ordered.subarray(wholeStart(ordered));
    return `${first.toString()}\n[... ${total - first.length - last.length} bytes left out ...]\n${last.toString()}`;
  }

  private add(text: string): void {
    if (!text) return;
    if (this.total < liveBytes) this.live(text);
    const bytes = Buffer.from(text);
    const toHead = Math.max(0, Math.min(this.head.length - this.total, bytes.length));
    bytes.copy(this.head, this.total, 0, toHead);
    // Only the last `tail.length` bytes can stay; what is before them is overwritten anyway.
    let from = Math.max(toHead, bytes.length - this.tail.length);
    while (from < bytes.length) {
      const at = (this.total + from - this.head.length) % this.tail.length;
      from += bytes.copy(this.tail, at, from, Math.min(bytes.length, from + this.tail.length - at));
    }
    this.total += bytes.length;
  }
}

/** End of the last whole character: a character cut at the end of the head is left out. */
function wholeEnd(bytes: Uint8Array): number {
  let start = bytes.length;
  while (start > 0 && isContinuation(bytes[start - 1])) start--;
  const lead = bytes[start - 1] ?? 0;
  const needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - (start - 1) < needs ? start - 1 : bytes.length;
}

/** Start of the first whole character. */
function wholeStart(bytes: Uint8Array): number {
  let start = 0;
  while (start < bytes.length && isContinuation(bytes[start])) start++;
  return start;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
