import type { RunEvent } from '../events.js';
import type { Provenance } from '../write/proposal.js';
import { visible } from './hidden.js';
import { redact } from './redact.js';
import { fetches, outsidePaths } from './taintCommand.js';
import { asksToBeObeyed } from './taintText.js';

/** Text from outside of what the person trusts that took part in a run, marked where it came in (DESIGN.md 4). */
export type Taint = Omit<Provenance, 'run'>;

/** A tool call that was carried out. */
export interface FinishedCall {
  readonly step: number;
  readonly tool: string;
  /** The model's arguments as JSON text; they may be anything. */
  readonly input: string;
  readonly output: string;
}

/** What these tools give back are our own words, or a skill that the person has looked at. */
const ownWords: ReadonlySet<string> = new Set(['read_skill', 'propose_skill', 'write_file']);
/** Longest name of a source, in characters. */
const longest = 160;
/** Paths named of a command that reads many. */
const mostPaths = 3;

/** The taint of one run; each source is reported once. */
export class Taints {
  readonly #seen = new Set<string>();

  /** @param workspace its real path */
  constructor(private readonly workspace: string) {}

  /** What a call has let in that was not known yet. */
  async of(call: FinishedCall): Promise<readonly Taint[]> {
    const input = argumentsOf(call.input);
    const found: Taint[] = [];
    const add = (from: Taint['from'], what: string): void => {
      const taint = { from, what: nameOf(what), step: call.step };
      const key = `${from}\0${taint.what}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      found.push(taint);
    };
    if (call.tool === 'run_command') {
      const { command = '', cwd = '.' } = input;
      if (fetches(command)) add('web', command);
      const paths = await outsidePaths(command, { workspace: this.workspace, cwd });
      if (paths.length) add('outside', paths.slice(0, mostPaths).join(', '));
    }
    if (!ownWords.has(call.tool) && asksToBeObeyed(call.output)) add('instruction', sourceOf(call, input));
    return found;
  }
}

/** Where text that took part in a run came from; empty for a run of which nothing is to be feared. */
export const provenanceOf = (events: readonly RunEvent[], run: string): Provenance[] =>
  events.flatMap((event) => (event.type === 'tainted' && event.run === run ? [{ run, ...event.taint }] : []));

/** The file, folder or command that a call's output comes from. */
function sourceOf({ tool, output }: FinishedCall, input: Readonly<Record<string, string>>): string {
  const line = tool === 'search_files' ? output.split('\n').find(asksToBeObeyed) : undefined;
  return /^(.{1,400}?):\d+: /.exec(line ?? '')?.[1] ?? input.command ?? input.path ?? tool;
}

/** Untrusted text that a person will read in one line, without secrets. */
function nameOf(what: string): string {
  const line = visible(redact(what)).replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** The arguments that are text. */
function argumentsOf(input: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(input.trim() || '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // Not JSON: the call was refused, and nothing came in by it.
    return {};
  }
}
