import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly onOutput?: (pid: number, out: string) => void;
  /** Told of every piece on stderr. */
  readonly onNote?: (pid: number) => void;
}

/** The built command line in a home, a state folder and a workspace of its own. */
export class Memento {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'memento-cli-'));
  /** The folder the commands are called in. */
  folder = this.root;

  /** A workspace with nothing in it. */
  static empty(): Memento {
    const memento = new Memento();
    memento.folder = path.join(memento.root, 'work');
    mkdirSync(memento.folder);
    return memento;
  }

  /** The practice workspace. */
  static async practice(): Promise<Memento> {
    const memento = new Memento();
    const made = await memento.run(['practice', 'house']);
    assert.equal(made.code, 0, made.err);
    memento.folder = path.join(memento.root, 'house');
    return memento;
  }

  get home(): string {
    return path.join(this.root, 'home');
  }

  get state(): string {
    return path.join(this.root, 'state');
  }

  run(args: readonly string[], { env, onOutput, onNote }: CallOptions = {}): Promise<Finished> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [path.resolve('dist/cli.cjs'), ...args], {
        cwd: this.folder,
        env: { PATH: process.env.PATH, HOME: this.home, MEMENTO_HOME: this.state, LANG: 'C', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (data: string) => {
        out += data;
        if (child.pid !== undefined) onOutput?.(child.pid, out);
      });
      child.stderr.setEncoding('utf8').on('data', (data: string) => {
        err += data;
        if (child.pid !== undefined) onNote?.(child.pid);
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, err }));
    });
  }

  /** What the call prints with `--json`. */
  async json<T>(args: readonly string[], code = 0, options: CallOptions = {}): Promise<T> {
    const done = await this.run([...args, '--json'], options);
    assert.equal(done.code, code, `${args.join(' ')}: ${done.err}`);
    return JSON.parse(done.out) as T;
  }

  /** What the call prints for a person. */
  async text(args: readonly string[], code = 0, options: CallOptions = {}): Promise<string> {
    const done = await this.run(args, options);
    assert.equal(done.code, code, `${args.join(' ')}: ${done.err}`);
    return done.out;
  }

  /** The call is refused with one line, without a stack and without a result. @returns the line */
  async refused(args: readonly string[]): Promise<string> {
    const done = await this.run(args);
    assert.equal(done.code, 2, `${JSON.stringify(args)}: ${done.out}${done.err}`);
    assert.equal(done.out, '');
    assert.equal(done.err.trim().split('\n').length, 1, done.err);
    return done.err;
  }

  /** Writes a file of the workspace (or, with an absolute path, of anywhere). */
  write(file: string, content: string, mode?: number): string {
    const full = path.resolve(this.folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content, mode === undefined ? {} : { mode });
    return full;
  }

  read(file: string): string {
    return readFileSync(path.resolve(this.folder, file), 'utf8');
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A SKILL.md that nothing is wrong with. */
export const skillText = (name: string, body = 'Do it well.\n'): string =>
  `---\nname: ${name}\ndescription: How to do ${name}. Use it for everything about ${name}.\n---\n# ${name}\n\n${body}`;

/** A row of `memento skills list --json`. */
export interface Row {
  readonly name: string;
  readonly id?: string;
  readonly path: string | null;
  readonly source: string;
  readonly state: string;
  readonly locked: boolean;
  readonly version: number | null;
  readonly utility: number | null;
  readonly uses: number;
  readonly uplift: { readonly mean: number } | null;
  readonly probation: {
    readonly state: string;
    readonly uses: number;
    readonly of: number;
    readonly reason?: string;
  } | null;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly published: readonly { readonly target: string; readonly path: string; readonly drift: string }[];
}

/** The rows of `memento skills list` by name. */
export async function rowsOf(memento: Memento, options: CallOptions = {}): Promise<ReadonlyMap<string, Row>> {
  const rows = await memento.json<Row[]>(['skills', 'list'], 0, options);
  return new Map(rows.map((row) => [row.name, row]));
}
