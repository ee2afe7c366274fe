/** Where a command writes: `--json` prints objects on stdout and nothing else, otherwise lines for a person. */
export class Output {
  constructor(
    readonly json: boolean,
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WritableStream,
  ) {}

  /** A line for a person; silent with `--json`. */
  line(text = ''): void {
    if (!this.json) this.stdout.write(`${text}\n`);
  }

  /** One JSON value on one line; silent without `--json`. */
  value(value: unknown): void {
    if (this.json) this.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** For progress and logs: never mixed into the result. */
  note(text: string): void {
    this.stderr.write(`${text}\n`);
  }
}
