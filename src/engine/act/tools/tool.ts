import * as z from 'zod';
import { CancelledError, HumanError, throwIfCancelled } from '../../errors.js';
import type { ToolCall, ToolDefinition } from '../../ports.js';
import { text, type Text } from '../../text.js';
import type { ApprovalRequest } from '../approval.js';
import type { Confine, Execute } from '../process.js';
import type { Snapshot } from '../snapshot.js';
import { brief } from './words.js';

/** What a tool may use while it runs. */
export interface ToolContext {
  /** Id of the run: every process the tool starts carries it. */
  readonly run: string;
  /** Real path of the workspace. */
  readonly workspace: string;
  /** Asks the person; false means denied. What was allowed for the run is answered without a question. */
  readonly ask: (request: Omit<ApprovalRequest, 'id' | 'run'>) => Promise<boolean>;
  readonly snapshot: Snapshot;
  /** Told of output while it comes. */
  readonly output: (delta: string) => void;
  readonly limits: { readonly commandTimeoutMs: number };
  /** Walls around commands; see {@link Confine}. */
  readonly confine?: Confine;
  /** How commands are carried out; absent: as processes. */
  readonly execute?: Execute;
  /** Makes a proposal for a new skill and returns its id. */
  readonly propose: (draft: SkillDraft) => Promise<string>;
  /** The text of a skill of the slate, which is the one in use from now on; undefined when it is not on the slate. Absent without a slate. */
  readonly takeSkill?: (name: string) => Promise<string | undefined>;
}

export interface SkillDraft {
  readonly name: string;
  readonly description: string;
  readonly body: string;
  readonly why: string;
}

export interface ToolResult {
  readonly ok: boolean;
  /** For the model. */
  readonly output: string;
  /** One short line for the person, for example '31 lines' or 'exit 1'. */
  readonly summary: Text;
}

/** Something the model can ask for. `A` are its arguments after validation. */
export interface Tool<A> {
  readonly name: string;
  /** For the model: what it does, its limits. */
  readonly description: string;
  /** Strict: an argument that does not exist is an error, so that none can be smuggled in. */
  readonly schema: z.ZodType<A>;
  /** What the call will do, for the person. */
  title(args: A): Text;
  /**
   * @throws {HumanError} for what the model can correct or the person can mend
   * @throws {CancelledError} when the signal fires
   */
  run(args: A, context: ToolContext, signal: AbortSignal): Promise<ToolResult>;
}

/** A tool of any arguments, as a list holds it. */
export type AnyTool = Tool<unknown>;

/** Characters of a call's raw arguments; longer ones are refused unread. */
const longestArguments = 1_000_000;
const longestComplaint = 2000;

/** The tool as the model is told of it. */
export function toDefinition(tool: AnyTool): ToolDefinition {
  const parameters: Record<string, unknown> = { ...z.toJSONSchema(tool.schema) };
  delete parameters.$schema;
  return { name: tool.name, description: tool.description, parameters };
}

/** What a call is about to do, for the person. Never throws: the arguments may be anything. */
export function titleOf(tool: AnyTool | undefined, call: ToolCall): Text {
  const checked = tool ? check(tool, call.arguments) : undefined;
  return tool && checked?.ok ? tool.title(checked.args) : text('Call {0}', brief(call.name));
}

/**
 * Runs a tool with the model's raw arguments. What is wrong with them, and every {@link HumanError}, becomes a result that tells the model
 * what to correct.
 *
 * @throws {CancelledError} when the signal fires; anything else that is thrown is a bug
 */
export async function invoke(
  tool: AnyTool,
  rawArguments: string,
  context: ToolContext,
  signal: AbortSignal,
): Promise<ToolResult> {
  throwIfCancelled(signal);
  const checked = check(tool, rawArguments);
  if (!checked.ok)
    return { ok: false, output: `Error: ${checked.complaint}`, summary: text('The arguments are not valid.') };
  try {
    return await tool.run(checked.args, context, signal);
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    if (!(error instanceof HumanError)) throw error;
    const { key, args } = error.text;
    const summary = { key, args: args.map((arg) => (typeof arg === 'string' ? brief(arg) : arg)) };
    return { ok: false, output: `Error: ${error.message}`, summary };
  }
}

/** The result of a call the person did not allow. */
export const denied: ToolResult = {
  ok: false,
  output: 'The user denied this. Do not try it again; find another way or stop.',
  summary: text('denied'),
};

type Checked = { readonly ok: true; readonly args: unknown } | { readonly ok: false; readonly complaint: string };

function check(tool: AnyTool, raw: string): Checked {
  if (raw.length > longestArguments)
    return {
      ok: false,
      complaint: `the arguments are longer than ${longestArguments} characters; do it in smaller parts.`,
    };
  let value: unknown;
  try {
    // Some endpoints send nothing for a call without arguments.
    value = JSON.parse(raw.trim() || '{}');
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : '';
    return { ok: false, complaint: `the arguments of ${tool.name} are not valid JSON (${why}). Send one JSON object.` };
  }
  const parsed = tool.schema.safeParse(value);
  if (parsed.success) return { ok: true, args: parsed.data };
  const problems = z.prettifyError(parsed.error).slice(0, longestComplaint);
  return { ok: false, complaint: `the arguments of ${tool.name} do not fit its schema:\n${problems}` };
}
