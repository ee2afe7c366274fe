import { once } from 'node:events';

/**
 * What could move the cursor, colour or rewrite a terminal, or turn the order of text around: control characters but tab and newline, and
 * bidirectional controls. Names and texts of skills come from anyone.
 */
const controls = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal prints and does not obey; controls are shown as escapes (`\x1b`, `\u202e`). */
export const forTerminal = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(controls, (found) => {
    const hex = found.charCodeAt(0).toString(16);
    return hex.length > 2 ? String.raw`\u${hex}` : String.raw`\x${hex.padStart(2, '0')}`;
  });

/** The same on one line: a line break in somebody's name or text must not look like a line of ours. */
export const onOneLine = (text: string): string => forTerminal(text.replace(/\r?\n/g, String.raw`\n`));

/** A description, which may be folded over several lines. */
export const folded = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Where a command writes: `--json` prints objects on stdout and nothing else, otherwise lines for a person. */
export class Output {
  constructor(
    readonly json: boolean,
    private readonly stdout: NodeJS.WriteStream,
    private readonly stderr: NodeJS.WriteStream,
  ) {}

  /** Whether a person reads the notes as they come. */
  get progress(): boolean {
    return this.stderr.isTTY;
  }

  /** A line for a person; silent with `--json`. */
  line(text = ''): void {
    if (!this.json) this.stdout.write(`${forTerminal(text)}\n`);
  }

  /** One line for a person, whatever the words in it are; silent with `--json`. */
  entry(text: string): void {
    if (!this.json) this.stdout.write(`${onOneLine(text)}\n`);
  }

  /** One JSON value on one line; silent without `--json`. */
  value(value: unknown): void {
    if (this.json) this.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Help that was asked for: a result like any other, but never in the way of JSON. */
  help(text: string): void {
    (this.json ? this.stderr : this.stdout).write(`${text}\n`);
  }

  /** Content as it is, byte for byte, but not to a terminal, which would obey it. */
  content(data: Uint8Array): void {
    if (this.json) return;
    if (!this.stdout.isTTY) this.stdout.write(data);
    else this.line(Buffer.from(data).toString('utf8').replace(/\n$/, ''));
  }

  /** A piece of a JSON value too large for the memory; waits for the reader. Silent without `--json`. */
  async piece(json: string): Promise<void> {
    if (this.json && !this.stdout.write(json)) await once(this.stdout, 'drain');
  }

  /** Why a command was refused: one line. */
  refusal(text: string): void {
    this.stderr.write(`${onOneLine(text)}\n`);
  }

  /** For progress and logs: never mixed into the result. */
  note(text: string): void {
    this.stderr.write(`${forTerminal(text)}\n`);
  }
}
